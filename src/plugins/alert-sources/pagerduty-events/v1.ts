import { isRecord, type Reading, said, signals, unreadable } from '../../kit/index.js';
import { describedBy, knownLinks, labelsIn, linksIn } from './event-parts.js';
import { fieldOf, missing, NO_OBJECT, notOneOf } from './faults.js';

const ACTIONS = ['trigger', 'acknowledge', 'resolve'] as const;

/** One event of the first version of the API, which knows neither severity nor source. */
export function readV1(body: unknown): Reading {
  if (!isRecord(body)) return unreadable(NO_OBJECT);
  const issues = faultsOf(body);
  if (issues.length > 0) return { outcome: 'unreadable', issues };
  const { service_key: _key, event_type: _type, incident_key: _incident, description: _text, ...rest } = body;
  const action = ACTIONS.find((one) => one === wordOf(body)) ?? 'trigger';
  const dedupKey = fieldOf(body, 'incident_key');
  const title = fieldOf(body, 'description');
  if (action !== 'trigger') return signals({ action, dedupKey, note: title });
  const details = body['details'];
  return signals({
    action,
    dedupKey,
    title,
    description: describedBy(details),
    labels: labelsIn(details),
    details: said(rest),
    links: [...knownLinks({ url: body['client_url'] }, details), ...linksIn(body['contexts'])],
  });
}

const wordOf = (body: unknown): string | undefined => fieldOf(body, 'event_type')?.toLowerCase();

function faultsOf(body: Readonly<Record<string, unknown>>): readonly string[] {
  const action = notOneOf(body, 'event_type', ACTIONS);
  if (action.length > 0) return action;
  return missing(body, wordOf(body) === 'trigger' ? 'description' : 'incident_key');
}
