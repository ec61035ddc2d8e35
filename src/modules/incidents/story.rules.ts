import type { z } from 'zod';
import type { StoryEntry, StoryKind } from './incidents.dto.js';

type Kind = z.output<typeof StoryKind>;
type Entry = z.output<typeof StoryEntry>;

/** A row of the event log or a comment, as the story reads it. */
export interface StoryRow {
  readonly id: string;
  readonly at: Date;
  /** `comment`, or the kind of the event. */
  readonly kind: string;
  readonly user_id: string | null;
  readonly actor_id: string | null;
  readonly actor_name: string | null;
  readonly text: string;
  readonly params: Record<string, string>;
}

/** Which events can say something of a kind. What is not here is no part of the story. */
export const EVENTS_OF: Readonly<Record<Kind, readonly string[]>> = {
  opened: ['incident.opened'],
  status: ['incident.updated'],
  severity: ['incident.updated'],
  title: ['incident.updated'],
  alert: [
    'incident.updated',
    'alert.opened',
    'alert.resolved',
    'alert.acknowledged',
    'alert.noted',
    'alert.snoozed',
  ],
  escalation: [
    'escalation.started',
    'escalation.accepted',
    'escalation.exhausted',
    'escalation.resolved',
    'escalation.cancelled',
  ],
  call: ['call.changed'],
  responder: ['call.changed'],
  comment: [],
};
export const ALL_KINDS = Object.keys(EVENTS_OF) as readonly Kind[];

const CALL_WORDS = new Set(['reading', 'declined', 'ended']);

/** One event may say several things, or nothing that belongs here. */
export function entriesOf(
  row: StoryRow,
  wanted: ReadonlySet<Kind>,
  nameOf: (userId: string) => string | undefined,
): readonly Entry[] {
  const userId = row.actor_id ?? row.user_id ?? undefined;
  const userName = row.actor_name ?? (userId === undefined ? undefined : nameOf(userId));
  const entry = (kind: Kind, text: string): Entry => ({
    entryId: row.kind === 'comment' ? row.id : `${row.id}:${kind}`,
    at: row.at.toISOString(),
    kind,
    ...(userId === undefined ? {} : { userId }),
    ...(userName === undefined ? {} : { userName }),
    text,
    params: row.params,
  });
  return said(row).flatMap(([kind, text]) => (wanted.has(kind) ? [entry(kind, text)] : []));
}

function said({ kind, params, text }: StoryRow): readonly (readonly [Kind, string])[] {
  const [noun = '', happened = ''] = kind.split('.');
  switch (noun) {
    case 'comment':
      return [['comment', text]];
    case 'incident':
      return happened === 'opened' ? [['opened', 'opened']] : changes(params);
    case 'alert':
      return [['alert', happened]];
    case 'escalation':
      return [['escalation', happened]];
    case 'call':
      return callWords(params['status'] ?? '');
    default:
      return [];
  }
}

const changes = (params: Readonly<Record<string, string>>): readonly (readonly [Kind, string])[] => [
  ...(['status', 'severity', 'title'] as const).flatMap((field) =>
    `${field}Before` in params ? [[field, params[field] ?? ''] as const] : [],
  ),
  ...(params['alerts'] ? [['alert', 'linked'] as const] : []),
];

const callWords = (status: string): readonly (readonly [Kind, string])[] =>
  status === 'accepted' ? [['responder', 'accepted']] : CALL_WORDS.has(status) ? [['call', status]] : [];
