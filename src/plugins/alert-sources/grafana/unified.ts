import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  ignored,
  instantOf,
  type Kind,
  linksOf,
  readEach,
  type Reading,
  said,
  severityOf,
  type Signal,
  textsOf,
  unreadable,
} from '../../kit/index.js';
import type { GrafanaOptions } from './options.js';

const Text = z.string().catch('');
const Texts = z.unknown().optional().transform(textsOf);
const Alert = z
  .looseObject({
    status: z.enum(['firing', 'resolved']),
    fingerprint: Text,
    labels: Texts,
    annotations: Texts,
    startsAt: z.unknown().optional(),
    endsAt: z.unknown().optional(),
    generatorURL: Text,
    silenceURL: Text,
    dashboardURL: Text,
    panelURL: Text,
    imageURL: Text,
  })
  .refine(({ fingerprint, labels }) => fingerprint || Object.keys(labels).length > 0, 'it has no name');
type Alert = z.output<typeof Alert>;
const Webhook = z.object({
  alerts: z.array(z.unknown()),
  groupKey: Text,
  externalURL: Text,
  message: Text,
  truncatedAlerts: z.number().catch(0),
});
type Webhook = z.output<typeof Webhook>;

interface Unmeasured {
  readonly kind: Kind;
  readonly says: string;
}
const NO_DATA: Unmeasured = { kind: 'no-data', says: 'No data' };
const QUERY_ERROR: Unmeasured = { kind: 'evaluation-error', says: 'Query error' };

/** Unified alerting, Grafana 8 and later. */
export function readUnified(body: unknown, options: GrafanaOptions): Reading {
  const group = Webhook.safeParse(body);
  if (!group.success)
    return unreadable(
      'this is no notification of Grafana; a contact point with a payload of its own needs a generic integration',
    );
  const { alerts, truncatedAlerts } = group.data;
  if (alerts.length === 0) return ignored('the delivery carries no alerts');
  const { read, issues } = readEach(alerts, Alert, 'alerts');
  if (read.length === 0) return unreadable(issues);
  const isHeartbeat = ({ labels }: Alert) => options.heartbeatAlerts.includes(labels['alertname'] ?? '');
  const told = read.filter((alert) => !isHeartbeat(alert));
  // One that is resolved has stopped: it is no sign of life.
  const heartbeats = read.filter((alert) => isHeartbeat(alert) && alert.status === 'firing');
  if (told.length + heartbeats.length === 0) return ignored('a sign of life has stopped');
  return {
    outcome: 'signals',
    ...(heartbeats.length === 0
      ? {}
      : { heartbeats: [...new Set(heartbeats.map(({ labels }) => labels['alertname'] ?? ''))] }),
    signals: told.map((alert) => toSignal(alert, group.data, options)),
    warnings: [
      ...(truncatedAlerts > 0 ? [`Grafana left out ${truncatedAlerts} alerts`] : []),
      ...issues,
      ...(read.some(({ annotations }) => Object.values(annotations).some(isUnfilled))
        ? ['a template in an annotation was not filled']
        : []),
    ],
  };
}

function toSignal(alert: Alert, group: Webhook, options: GrafanaOptions): Signal {
  const { status, fingerprint, labels, startsAt, endsAt, ...rest } = alert;
  const { generatorURL, silenceURL, dashboardURL, panelURL, imageURL, ...details } = rest;
  const { annotations } = alert;
  const isFiring = status === 'firing';
  const reason = annotations['grafana_state_reason'] ?? '';
  const unmeasured = unmeasuredOf(labels['alertname'], isFiring ? reason : '');
  const severity = labels[options.severityLabel];
  return {
    action: isFiring ? 'trigger' : 'resolve',
    kind: isTest(alert, group) ? 'test' : (unmeasured?.kind ?? 'problem'),
    dedupKey: fingerprint || keyOf(labels),
    groupKey: groupNameOf(group.groupKey),
    title: unmeasured
      ? `${unmeasured.says}: ${labels['rulename'] || labels['alertname'] || 'unnamed rule'}`
      : titleOf(alert),
    // The user's own words describe a fault that nobody measured: the data source's error is the news.
    description: unmeasured
      ? annotations['Error'] || undefined
      : annotations['description'] || sharedMessage(group) || undefined,
    severity: severityOf(severity, options.severities),
    sourceSeverity: severity,
    service: options.serviceLabels.map((label) => labels[label]).find(Boolean),
    host: labels['instance'] || labels['host'] || undefined,
    environment: labels['env'] || labels['environment'] || undefined,
    teams: labels['team'] ? [labels['team']] : undefined,
    labels,
    details: said(details),
    links: linksOf(
      {
        source: generatorURL,
        silence: silenceURL,
        dashboard: dashboardURL,
        panel: panelURL,
        runbook: annotations['runbook_url'],
        image: imageURL,
      },
      group.externalURL,
    ),
    startedAt: instantOf(startsAt),
    endedAt: isFiring ? undefined : instantOf(endsAt),
    // MissingSeries, Paused, RuleDeleted …: it ended, but nobody measured that it is well again.
    note: !isFiring && reason ? `Grafana: ${reason}` : undefined,
  };
}

/** Grafana says "nothing was measured" by a new alert with a name of its own, or by the reason of a state. */
function unmeasuredOf(name: string | undefined, reason: string): Unmeasured | undefined {
  if (name === 'DatasourceNoData' || /\bNoData\b/.test(reason)) return NO_DATA;
  return name === 'DatasourceError' || /\bError\b/.test(reason) ? QUERY_ERROR : undefined;
}

function titleOf({ labels, annotations }: Alert): string | undefined {
  const summary = annotations['summary']?.trim();
  const list = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  return (summary && !isUnfilled(summary) && summary) || labels['alertname'] || list.join(', ') || undefined;
}

/** A template that failed is sent all the same, as it was written or with holes in it. */
const isUnfilled = (text: string): boolean => /\{\{|\[no value\]/.test(text);

/** The Test button: fixed names, and a group key that ends in the fingerprint and the time. */
function isTest({ labels, fingerprint }: Alert, { groupKey }: Webhook): boolean {
  if (labels['alertname'] === 'TestAlert' && labels['instance'] === 'Grafana') return true;
  return fingerprint !== '' && groupKey.includes(`-${fingerprint}-`) && /-\d{9,}$/.test(groupKey);
}

/** It tells of all alerts of the group and stands in each of them: of many alerts it would make a hundred times what was sent. */
const sharedMessage = ({ message, alerts }: Webhook): string =>
  alerts.length > 1 && message.length > LONGEST_SHARED
    ? `${message.slice(0, LONGEST_SHARED).toWellFormed()}…`
    : message;
const LONGEST_SHARED = 2_000;

/** For the same reason. */
const groupNameOf = (groupKey: string): string | undefined =>
  groupKey.length > LONGEST_GROUP_KEY ? hashOf(groupKey) : groupKey || undefined;
const LONGEST_GROUP_KEY = 512;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

function keyOf(labels: Readonly<Record<string, string>>): string {
  const named = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return hashOf(JSON.stringify(named)).slice(0, 16);
}
