import { instantOf, isRecord, type Reading, said, signals, unreadable } from '../../kit/index.js';
import { describedBy, labelsIn, linksIn } from './event-parts.js';
import { fieldOf, missing, NO_OBJECT } from './faults.js';
import type { PagerDutyOptions } from './options.js';

/** Something was changed: written down, and nobody is told. */
export function readChange(body: unknown, { serviceField }: PagerDutyOptions): Reading {
  if (!isRecord(body)) return unreadable(NO_OBJECT);
  const payload = body['payload'];
  const issues = missing(payload, 'summary', 'payload.summary');
  if (issues.length > 0) return { outcome: 'unreadable', issues };
  const { routing_key: _key, ...rest } = body;
  const details = isRecord(payload) ? payload['custom_details'] : undefined;
  return signals({
    action: 'change',
    title: fieldOf(payload, 'summary'),
    description: describedBy(details),
    service: fieldOf(payload, serviceField),
    host: fieldOf(payload, 'source'),
    labels: labelsIn(details),
    details: said(rest),
    links: linksIn(body['links'], body['images']),
    startedAt: isRecord(payload) ? instantOf(payload['timestamp']) : undefined,
  });
}
