import { isRecord, type Reading, said, severityOf, signals } from '../../kit/index.js';
import type { OpsgenieOptions } from './options.js';
import { fieldOf, labelsOfDetails, labelsOfTags, linksOfDetails, listOf, namedIn } from './parts.js';

const USUAL_PRIORITY = 'P3';

/** A new alert, or one more of an alias that is open. */
export function readCreate(body: unknown, { priorities }: OpsgenieOptions): Reading {
  const title = fieldOf(body, 'message');
  if (!isRecord(body) || title === undefined)
    return { outcome: 'unreadable', issues: ['message: Message can not be empty.'] };
  const {
    message: _message,
    alias: _alias,
    description: _description,
    user: _user,
    note: _note,
    ...rest
  } = body;
  const named = [
    ...listOf(body, 'responders').flatMap((one) => namedIn(one, 'team') ?? []),
    ...listOf(body, 'teams').flatMap((one) => namedIn(one, 'team') ?? []),
  ];
  const namesOf = (type: string) => named.flatMap((one) => (one.type === type ? [one.name] : []));
  const source = fieldOf(body, 'source');
  const priority = fieldOf(body, 'priority');
  const labels: Record<string, string> = {
    ...(source !== undefined && { source }),
    // Whoever is not known here by that name stays in sight.
    ...(named.length > 0 && { responders: named.map(({ type, name }) => `${type}:${name}`).join(', ') }),
    ...labelsOfTags(listOf(body, 'tags')),
    ...labelsOfDetails(body['details']),
  };
  return signals({
    action: 'trigger',
    dedupKey: fieldOf(body, 'alias'),
    title,
    description: fieldOf(body, 'description'),
    severity: severityOf(priority ?? USUAL_PRIORITY, priorities),
    sourceSeverity: priority,
    service: fieldOf(body, 'entity') ?? (labels['service']?.trim() || undefined),
    teams: namesOf('team'),
    people: namesOf('user'),
    labels,
    details: said(rest),
    links: linksOfDetails(body['details']),
    actor: fieldOf(body, 'user'),
    note: fieldOf(body, 'note'),
  });
}
