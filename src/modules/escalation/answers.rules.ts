import type { Decision, Effect, Note, Place, Queued, Run, RunEvent } from './escalation.state.js';
import { isFinal } from './escalation.state.js';
import { fill, stepOf } from './ladder.rules.js';
import { LIMITS } from './limits.js';
import type { CallId, CandidatesByStep, Instant, UserId } from './policy.js';
import { acceptedFor } from './still-on-it.rules.js';
import type { Turn } from './turn.rules.js';
import { change, emit, ignore, note, settle, turnOf } from './turn.rules.js';

type Told<K extends RunEvent['kind']> = Extract<RunEvent, { kind: K }>;

export function answer(run: Run, event: Told<'callAnswered'>): Decision {
  if (!run.live.some((call) => call.callId === event.callId && !call.reading)) return ignore(run, 'not-live');
  const live = run.live.map((call) => (call.callId === event.callId ? { ...call, reading: true } : call));
  return settle(change(turnOf(run), { live }));
}

/** On a call or from the board: a person is counted once, and the needed one ends it. */
export function accept(
  run: Run,
  event: Told<'callAccepted' | 'taken'>,
  now: Instant,
  candidates: CandidatesByStep,
): Decision {
  const { userId } = event;
  if (run.acceptances.some((a) => a.userId === userId)) return ignore(run, 'already-a-responder');
  // The one move out of a final state: too late for the ladder, in time for the last resort.
  if (isFinal(run.status) && run.status !== 'exhausted') {
    return { outcome: 'refused', run, why: run.status, takenBy: run.acceptances, since: run.endedAt };
  }
  const named = event.kind === 'callAccepted' ? event.callId : null;
  const counted = change(releaseCalls(turnOf(run), userId, named, now), {
    acceptances: [...run.acceptances, { userId, at: now }],
    queue: placed(run.queue, userId, { kind: 'accepted' }),
  });
  const count = counted.run.acceptances.length;
  if (count >= run.needed) return settle(acceptedFor(counted, now));
  const awaiting = note(counted, { code: 'acceptance-counted', count, needed: run.needed });
  if (run.status !== 'calling') return settle(awaiting);
  return settle(fill(awaiting, now, candidates));
}

export function decline(
  run: Run,
  event: Told<'callDeclined'>,
  now: Instant,
  candidates: CandidatesByStep,
): Decision {
  const { userId } = event;
  if (run.status !== 'calling') return ignore(run, 'nobody-called');
  if (run.acceptances.some((a) => a.userId === userId)) return ignore(run, 'a-responder-hands-over');
  if (run.declinedThisCycle.includes(userId)) return ignore(run, 'already-declined');
  // The person has spoken, whichever card they answered: a newer call of theirs stops too.
  const declined = change(releaseCalls(turnOf(run), userId, event.callId, now), {
    declinedThisCycle: [...run.declinedThisCycle, userId],
    queue: placed(run.queue, userId, { kind: 'declined' }),
  });
  return settle(fill(declined, now, candidates));
}

/** Frees a person's live calls; those that the event did not name are still ringing and are cancelled. */
function releaseCalls(turn: Turn, userId: UserId, named: CallId | null, now: Instant): Turn {
  const own = turn.run.live.filter((call) => call.userId === userId);
  if (own.length === 0) return turn;
  const others = own.filter((call) => call.callId !== named);
  const freed = change(turn, {
    live: turn.run.live.filter((call) => call.userId !== userId),
    lastEndedAt: { ...turn.run.lastEndedAt, [userId]: now },
  });
  return emit(
    note(freed, ...others.map((): Note => ({ code: 'call-stopped', userId }))),
    ...others.map(({ callId }): Effect => ({ kind: 'cancelCall', callId })),
  );
}

function placed(queue: readonly Queued[], userId: UserId, place: Place): readonly Queued[] {
  return queue.map((q) => (q.userId === userId ? { ...q, place } : q));
}

export function endCall(turn: Turn, event: Told<'callEnded'>, now: Instant): Turn {
  const { run } = turn;
  const freed = change(turn, {
    live: run.live.filter((call) => call.callId !== event.callId),
    lastEndedAt: { ...run.lastEndedAt, [event.userId]: now },
  });
  const q = run.queue.find((other) => other.place.kind === 'calling' && other.place.callId === event.callId);
  if (!q) return freed;
  const { userId } = q;
  if (q.triesLeft === 0 || event.reason === 'unreachable') {
    const spent = placed(run.queue, userId, { kind: 'spent' });
    return change(note(freed, { code: 'person-spent', userId }), { queue: spent });
  }
  const leastMs = event.reason === 'unsent' ? LIMITS.unsentPauseMs : 0;
  const pauseMs = Math.max((stepOf(run)?.pauseSeconds ?? 0) * 1000, leastMs);
  const until = now + pauseMs;
  const pausing: Queued = { ...q, place: { kind: 'pausing', until } };
  return change(note(freed, { code: 'person-pausing', userId, until }), {
    queue: [...run.queue.filter((other) => other !== q), pausing],
  });
}
