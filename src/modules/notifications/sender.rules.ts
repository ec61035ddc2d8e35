import type { Message, RingCard, SendOutcome } from '../../plugins/kit/index.js';
import type { Draft, OutboxRow } from './outbox.js';

const FIRST_RETRY_MS = 250;
const MAX_TRIES = 6;

export interface NextOfRow {
  readonly state: 'done' | 'failed' | 'waiting';
  readonly why: string | null;
  readonly externalId: string | null;
  readonly againAt: Date | null;
  /** What it tells of its route: that it would refuse every other, too; of an address that is dead, nothing. */
  readonly tells: 'the-usual' | 'fault' | 'nothing';
}

/** What becomes of a row after one try: done, tried again while it may still arrive in time, or given up. */
export function afterOutcome(
  outcome: SendOutcome,
  row: Pick<OutboxRow, 'tries' | 'expires_at'>,
  now: Date,
): NextOfRow {
  const kept = { externalId: null, againAt: null, tells: 'the-usual' as const };
  switch (outcome.outcome) {
    case 'accepted':
      return { ...kept, state: 'done', why: null, externalId: outcome.externalId ?? null };
    case 'gone':
      return { ...kept, state: 'failed', why: outcome.reason, tells: 'nothing' };
    case 'rejected':
      return {
        ...kept,
        state: 'failed',
        why: outcome.reason,
        tells: outcome.scope === 'channel' ? 'fault' : 'the-usual',
      };
    case 'retry': {
      const waitMs = outcome.afterMs ?? FIRST_RETRY_MS * 2 ** (row.tries - 1);
      const againAt = new Date(now.getTime() + waitMs);
      const isWorthIt = row.tries < MAX_TRIES && againAt < row.expires_at;
      return isWorthIt
        ? { ...kept, state: 'waiting', why: outcome.reason, againAt }
        : { ...kept, state: 'failed', why: outcome.reason };
    }
  }
}

/** The finished message: a ring's end is counted from the moment it leaves. */
export function messageOf(
  draft: Exclude<Draft, { kind: 'verification' | 'letter' }>,
  now: Date,
  receipt: RingCard['receipt'],
): Message {
  switch (draft.kind) {
    case 'ring':
      return { kind: 'ring', card: { ...draft.card, expiresAt: wholeRing(draft.card, now), receipt } };
    case 'update':
      return { kind: 'update', card: { ...draft.card, expiresAt: new Date(draft.expiresAt), receipt } };
    case 'test': {
      const { text, locale } = draft;
      const card = { ...draft.card, expiresAt: wholeRing(draft.card, now), receipt };
      return { kind: 'test', text, locale, card };
    }
    default:
      return draft;
  }
}

const wholeRing = ({ ringSeconds }: { readonly ringSeconds: number }, now: Date): Date =>
  new Date(now.getTime() + ringSeconds * 1000);
