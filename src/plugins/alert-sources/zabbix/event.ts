import { instantOf, type Kind, linksOf, type Reading, type Signal, unreadable } from '../../kit/index.js';
import { readDiscovery } from './discovery.js';
import { filledOf, isTestButton, type Macros, unsetUserMacros } from './macros.js';
import type { ZabbixOptions } from './options.js';
import { severityIn } from './severity.js';
import { labelsOf, tagsOf } from './tags.js';
import { isKnown, toldBy, type Update, updateOf } from './update.js';
import { instantInZone } from './zone.js';

const INTERNAL = '3';
const DISCOVERY = ['1', '2'];

/** All parameters of our own media type. */
export function readEvent(body: unknown, options: ZabbixOptions, receivedAt: Date): Reading {
  const macros = filledOf(body);
  if (isTestButton(body)) return { outcome: 'signals', signals: [test(macros)] };
  const { event_id: eventId = '', event_source: source = '0' } = macros;
  if (!/^\d{1,20}$/.test(eventId))
    return unreadable('event_id: is no number; the media type must send {EVENT.ID}');
  if (DISCOVERY.includes(source)) return readDiscovery(macros);
  const isOver = isOverIn(macros);
  const update =
    !isOver && macros['event_update_status'] === '1' ? updateOf(macros, options.timeZone) : undefined;
  const facts = factsOf(eventId, macros, update, options);
  const endedAt = endIn(macros, options.timeZone);
  const signals: readonly Signal[] = isOver
    ? [{ ...facts, action: 'resolve', endedAt, note: macros['event_update_message'] }]
    : update
      ? toldBy(update, macros, receivedAt).map((told) => ({ ...facts, ...told }))
      : [{ ...facts, action: 'trigger', description: facts.description ?? macros['alert_message'] }];
  return { outcome: 'signals', signals, warnings: warningsOf(body, macros, facts, update) };
}

/** An update of a problem that is over says so as well. */
function isOverIn({ event_value: value, event_status: status = '' }: Macros): boolean {
  return value === undefined ? /^(OK|RESOLVED|NORMAL)$/i.test(status) : value === '0';
}

function factsOf(
  eventId: string,
  macros: Macros,
  update: Update | undefined,
  { timeZone, severities, serviceTags, teamTags }: ZabbixOptions,
): Omit<Signal, 'action'> {
  const tags = tagsOf(macros['event_tags_json']) ?? [];
  const values = (names: readonly string[]): readonly string[] =>
    names.flatMap((wanted) => tags.flatMap(([name, value]) => (name === wanted && value ? [value] : [])));
  const teams = values(teamTags);
  return {
    kind: kindOf(macros),
    // One id through the whole life; two Zabbix servers may use the same, so they need two integrations.
    dedupKey: `event:${eventId}`,
    title: macros['event_name'] ?? macros['alert_subject'] ?? macros['trigger_name'] ?? macros['item_name'],
    description: described(macros),
    severity: severityIn(macros, update, severities),
    sourceSeverity: macros['event_severity'],
    service: values(serviceTags)[0] ?? macros['service_name'],
    component: values(['component'])[0],
    host: macros['host_name'] ?? macros['host_host'],
    environment: values(['environment', 'env'])[0],
    teams: teams.length > 0 ? teams : undefined,
    labels: labelsOf(tags),
    details: detailsOf(macros),
    links: linksOf({ source: eventLink(eventId, macros), runbook: macros['trigger_url'] }),
    startedAt:
      instantOf(macros['event_timestamp']) ??
      instantInZone(macros['event_date'], macros['event_time'], timeZone),
    actor: macros['user_fullname'],
  };
}

/** Internal events tell of what cannot be measured, not of what was. */
const kindOf = ({ event_source: source }: Macros): Kind =>
  source === INTERNAL ? 'monitoring-fault' : 'problem';

const described = (macros: Macros): string | undefined =>
  [
    macros['trigger_description'],
    macros['event_opdata'],
    macros['item_state_error'] ?? macros['trigger_state_error'] ?? macros['lldrule_state_error'],
  ]
    .filter(Boolean)
    .join('\n') || undefined;

/** The tags are labels already, and the text of them names what other media types keep to themselves. */
function detailsOf({ event_tags: _text, event_tags_json: _json, ...rest }: Macros): Record<string, unknown> {
  return rest;
}

const eventLink = (eventId: string, { zabbix_url: url, trigger_id: trigger }: Macros): string | undefined =>
  url && trigger
    ? `${url.replace(/\/$/, '')}/tr_events.php?triggerid=${trigger}&eventid=${eventId}`
    : undefined;

const endIn = (macros: Macros, timeZone: string): Date | undefined =>
  instantOf(macros['event_recovery_timestamp']) ??
  instantInZone(macros['event_recovery_date'], macros['event_recovery_time'], timeZone);

const test = (macros: Macros): Signal => ({
  action: 'trigger',
  kind: 'test',
  dedupKey: 'test',
  title: 'A test of the media type in Zabbix',
  details: macros,
});

function warningsOf(
  body: unknown,
  macros: Macros,
  { startedAt, severity, kind }: Omit<Signal, 'action'>,
  update: Update | undefined,
): readonly string[] {
  return [
    ...unsetUserMacros(body).map((macro) => `${macro} is not set in Zabbix`),
    ...(tagsOf(macros['event_tags_json']) ? [] : ['the tags could not be read']),
    ...(startedAt || !(macros['event_date'] ?? macros['event_timestamp'])
      ? []
      : ['the time of the problem could not be read; the time of receipt was taken']),
    ...(severity === 'unknown' && kind === 'problem' ? ['a severity that nobody knows'] : []),
    ...(update && !isKnown(update) ? ['an update that nobody knows was taken for a comment'] : []),
  ];
}
