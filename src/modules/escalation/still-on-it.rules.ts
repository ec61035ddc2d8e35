import type { Decision, Run } from './escalation.state.js';
import { LIMITS } from './limits.js';
import type { Instant } from './policy.js';
import type { Turn } from './turn.rules.js';
import { change, emit, finish, ignore, note, settle, turnOf } from './turn.rules.js';

/**
 * Accepted is not forgotten: what was accepted leaves a linked escalation behind that waits in `delayed`. When its
 * time comes and nobody has given a sign of life, the responders are asked; then they ring; then the steps again.
 */
export function acceptedFor(turn: Turn, now: Instant): Turn {
  const accepted = finish(turn, 'accepted', now);
  const delaySeconds = turn.run.policy.stillOnItSeconds ?? 0;
  if (delaySeconds <= 0) return accepted;
  const as = 'still-on-it';
  return emit(note(accepted, { code: 'linked-opened', as }), {
    kind: 'openLinked',
    as,
    round: 1,
    delaySeconds,
    userIds: [],
  });
}

export function wait(turn: Turn, until: Instant): Turn {
  const code = turn.run.kind === 'still-on-it' ? 'still-on-it-waits' : 'delay-started';
  return change(note(turn, { code, until }), { status: 'delayed', delayUntil: until });
}

/** The time is up, and the gentle question comes first. */
export const isAsking = (run: Run): boolean =>
  run.kind === 'still-on-it' && run.status === 'delayed' && run.askedAt === undefined;

export function askStillOnIt(turn: Turn, now: Instant): Turn {
  const until = now + LIMITS.stillOnItGraceMs;
  const asked = change(turn, { delayUntil: until, askedAt: now });
  return emit(note(asked, { code: 'still-on-it-asked', until }), { kind: 'askStillOnIt' });
}

/** From when on something a person does counts: since they accepted, last gave a sign, or were asked. */
export const silentSince = (run: Run): Instant =>
  run.askedAt ?? (run.delayUntil ?? 0) - run.policy.delaySeconds * 1000;

/** The time begins again with the sign, not with our looking. */
export function seeLife(run: Run, at: Instant, now: Instant): Decision {
  if (run.kind !== 'still-on-it' || run.status !== 'delayed') return ignore(run, 'not-waiting');
  if (at <= silentSince(run)) return ignore(run, 'known');
  const until = at + run.policy.delaySeconds * 1000;
  const turn = change(turnOf(run), { askedAt: undefined });
  // Seen late, because nobody of us was there: the question is due by now.
  return settle(until > now ? wait(turn, until) : askStillOnIt(turn, now));
}
