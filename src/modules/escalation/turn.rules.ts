import type { Decision, Effect, Note, Run, RunStatus } from './escalation.state.js';
import { isFinal } from './escalation.state.js';
import { LIMITS } from './limits.js';
import type { Instant, UserId } from './policy.js';

/** A decision in the making. Every rule takes one and gives back another. */
export interface Turn {
  readonly run: Run;
  readonly effects: readonly Effect[];
  readonly notes: readonly Note[];
}

export function turnOf(run: Run): Turn {
  return { run, effects: [], notes: [] };
}

export function change(turn: Turn, part: Partial<Run>): Turn {
  return { ...turn, run: { ...turn.run, ...part } };
}

export function emit(turn: Turn, ...effects: readonly Effect[]): Turn {
  return { ...turn, effects: [...turn.effects, ...effects] };
}

export function note(turn: Turn, ...notes: readonly Note[]): Turn {
  return { ...turn, notes: [...turn.notes, ...notes] };
}

export function ignore(run: Run, why: string): Decision {
  return { outcome: 'ignored', run, why };
}

export function settle(turn: Turn): Decision {
  const { run, effects, notes } = turn;
  return {
    outcome: 'changed',
    run: { ...run, version: run.version + 1, dueAt: dueAtOf(run) },
    effects,
    notes,
  };
}

/** The one timer: the delay, else the earliest pause or the earliest backstop of a live call. */
function dueAtOf(run: Run): Instant | null {
  if (isFinal(run.status)) return null;
  if (run.status === 'delayed') return run.delayUntil;
  const backstops = run.live.map((call) => call.limitAt + LIMITS.backstopMs);
  // Nobody new is rung after the alerts resolved, so a pause that ends then is nothing to wake up for.
  if (run.alerts === 'resolved') return Math.min(...backstops);
  const pauses = run.queue.flatMap(({ place }) =>
    place.kind === 'pausing' || place.kind === 'held' ? [place.until] : [],
  );
  return Math.min(...pauses, ...backstops);
}

export function finish(turn: Turn, status: RunStatus, now: Instant): Turn {
  const { run } = turn;
  const ended = change(turn, {
    status,
    live: [],
    delayUntil: null,
    endedAt: now,
    queue: run.queue.map((q) => (q.place.kind === 'calling' ? { ...q, place: { kind: 'spent' } } : q)),
  });
  const told = emit(
    note(ended, ...run.live.map(({ userId }): Note => ({ code: 'call-stopped', userId }))),
    ...run.live.map(({ callId }): Effect => ({ kind: 'cancelCall', callId })),
    { kind: 'inform', about: status, userIds: toldOf(run, status) },
  );
  if (status !== 'accepted') return told;
  const stopped =
    run.lastResort === 'open' ? note(emit(told, { kind: 'stopLinked' }), { code: 'linked-stopped' }) : told;
  return run.kind === 'handover' && run.requester !== null
    ? emit(stopped, { kind: 'release', userId: run.requester })
    : stopped;
}

/** An acceptance is news for everybody who might have been next; another end only for those who were rung. */
function toldOf(run: Run, status: RunStatus): readonly UserId[] {
  const rung = [...Object.keys(run.lastEndedAt), ...run.live.map((call) => call.userId)];
  const concerned =
    status === 'accepted' ? run.involved : run.involved.filter((userId) => rung.includes(userId));
  const takers = run.acceptances.map((a) => a.userId);
  const others = concerned.filter((userId) => !takers.includes(userId));
  return run.requester === null || others.includes(run.requester) ? others : [...others, run.requester];
}
