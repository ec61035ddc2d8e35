import type { Effect, Note, Queued, Run } from './escalation.state.js';
import type { CandidatesByStep, Instant, UserId } from './policy.js';
import type { Turn } from './turn.rules.js';
import { change, note } from './turn.rules.js';

/** So many rings in so long; none: nobody is ever held back. */
export interface RingBudget {
  readonly rings: number;
  readonly minutes: number;
}

/** Until when somebody is left alone, by when their phone rang; undefined: they may be rung. Newest first. */
export function heldUntil(
  rungAt: readonly Instant[],
  { rings, minutes }: RingBudget,
  now: Instant,
): Instant | undefined {
  const oldest = rings > 0 ? rungAt[rings - 1] : undefined;
  const until = oldest === undefined ? now : oldest + minutes * 60_000;
  return until > now ? until : undefined;
}

/** What is critical rings whoever it wants; so does what a person asked for, and what rings because nobody took it. */
export const isBudgeted = ({ severity, kind }: Pick<Run, 'severity' | 'kind'>): boolean =>
  severity !== 'critical' && (kind === 'first' || kind === 'still-on-it');

/** Only who would ring now is asked about: for whoever waits for a slot it may be over by then. */
export function isHeld(run: Run, q: Queued, now: Instant, candidates: CandidatesByStep): boolean {
  if (q.slot === 'own' || q.rungAnyway === true || run.severity === 'critical') return false;
  return limitOf(q.userId, candidates) > now;
}

export function holdBack(turn: Turn, held: Queued, candidates: CandidatesByStep): Turn {
  const { userId } = held;
  const until = limitOf(userId, candidates);
  return change(note(turn, { code: 'person-held', userId, until }), {
    queue: turn.run.queue.map((q) => (q === held ? { ...q, place: { kind: 'held', until } } : q)),
  });
}

/** Nobody else of the step is left: rather once too often than nobody at all. It holds for the rest of the step. */
export function ringAnyway(turn: Turn): Turn {
  const held = turn.run.queue.filter(({ place }) => place.kind === 'held');
  const notes = held.map(({ userId }): Note => ({ code: 'person-rung-anyway', userId }));
  return change(note(turn, ...notes), {
    queue: turn.run.queue.map((q) =>
      q.place.kind === 'held' ? { ...q, place: { kind: 'waiting' }, rungAnyway: true } : q,
    ),
  });
}

/** Where no step was looked for, a decision may depend on who is held back all the same: if it calls somebody. */
export const callsSomebody = (effects: readonly Effect[]): boolean =>
  effects.some(({ kind }) => kind === 'startCall');

/** All that such a decision needs of the candidates; nothing, if nobody of the step is held back. */
export function heldOf(run: Run, untilOf: (userId: UserId) => Instant | undefined): CandidatesByStep {
  const held = run.queue.flatMap(({ userId }) => {
    const until = untilOf(userId);
    return until === undefined ? [] : [{ userId, reachable: true, heldUntil: until }];
  });
  return held.length === 0 ? [] : [held];
}

const limitOf = (userId: UserId, candidates: CandidatesByStep): Instant =>
  Math.max(...candidates.flat().map((c) => (c.userId === userId ? (c.heldUntil ?? -Infinity) : -Infinity)));
