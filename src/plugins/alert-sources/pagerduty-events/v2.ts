import {
  instantOf,
  isRecord,
  type Reading,
  said,
  severityOf,
  type Signal,
  signals,
  unreadable,
} from '../../kit/index.js';
import { describedBy, knownLinks, labelsIn, linksIn } from './event-parts.js';
import { fieldOf, missing, NO_OBJECT, notOneOf } from './faults.js';
import type { PagerDutyOptions } from './options.js';

const ACTIONS = ['trigger', 'acknowledge', 'resolve'] as const;
const SEVERITY_WORDS = ['critical', 'error', 'warning', 'info'];

/** One event of the Events API v2. */
export function readV2(body: unknown, options: PagerDutyOptions): Reading {
  if (!isRecord(body)) return unreadable(NO_OBJECT);
  const issues = faultsOf(body);
  if (issues.length > 0) return { outcome: 'unreadable', issues };
  const action = ACTIONS.find((one) => one === wordOf(body)) ?? 'trigger';
  const dedupKey = fieldOf(body, 'dedup_key');
  // The payload of a follow-up is not looked at by the original either: its summary often says "resolved".
  return signals(action === 'trigger' ? triggered(body, dedupKey, options) : { action, dedupKey });
}

const wordOf = (body: unknown): string | undefined => fieldOf(body, 'event_action')?.toLowerCase();

function faultsOf(body: Readonly<Record<string, unknown>>): readonly string[] {
  const action = notOneOf(body, 'event_action', ACTIONS);
  if (action.length > 0) return action;
  if (wordOf(body) !== 'trigger') return missing(body, 'dedup_key');
  const payload = body['payload'];
  return [
    ...missing(payload, 'summary', 'payload.summary'),
    ...missing(payload, 'source', 'payload.source'),
    ...notOneOf(payload, 'severity', SEVERITY_WORDS, 'payload.severity'),
  ];
}

function triggered(
  body: Readonly<Record<string, unknown>>,
  dedupKey: string | undefined,
  { serviceField, severities }: PagerDutyOptions,
): Signal {
  const { routing_key: _key, event_action: _action, dedup_key: _dedup, payload, ...rest } = body;
  const details = isRecord(payload) ? payload['custom_details'] : undefined;
  const word = fieldOf(payload, 'severity');
  const [component, group, kind] = ['component', 'group', 'class'].map((name) => fieldOf(payload, name));
  return {
    action: 'trigger',
    dedupKey,
    title: fieldOf(payload, 'summary'),
    description: describedBy(details),
    severity: severityOf(word, severities),
    sourceSeverity: word,
    service: fieldOf(payload, serviceField) ?? fieldOf(details, 'service'),
    component,
    host: fieldOf(payload, 'source'),
    labels: {
      ...labelsIn(details),
      ...(component !== undefined && { component }),
      ...(group !== undefined && { group }),
      ...(kind !== undefined && { class: kind }),
    },
    details: said({ ...rest, payload }),
    links: [...knownLinks({ url: body['client_url'] }, details), ...linksIn(body['links'], body['images'])],
    startedAt: isRecord(payload) ? instantOf(payload['timestamp']) : undefined,
  };
}
