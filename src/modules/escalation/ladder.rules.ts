import type { Effect, LiveCall, Place, Queued, Run } from './escalation.state.js';
import type { Turn } from './turn.rules.js';
import { change, emit, finish, note } from './turn.rules.js';
import type { Candidate, CandidatesByStep, Instant, PolicyStep, UserId } from './policy.js';
import { LIMITS, longestCallMs } from './limits.js';

/** How a step is reached: a repeated ladder keeps the pauses, one that starts anew (severity) does not. */
export type Entry = 'climb' | 'repeat' | 'anew';

export function isOpen(place: Place): boolean {
  return place.kind === 'waiting' || place.kind === 'calling' || place.kind === 'pausing';
}

export function stepOf(run: Run): PolicyStep | undefined {
  return run.policy.steps[run.step - 1];
}

function accepted(run: Run, userId: UserId): boolean {
  return run.acceptances.some((a) => a.userId === userId);
}

function liveCallOf(run: Run, userId: UserId): LiveCall | undefined {
  return run.live.find((call) => call.userId === userId);
}

function isCallable(run: Run, candidate: Candidate): boolean {
  if (accepted(run, candidate.userId)) return false;
  if (liveCallOf(run, candidate.userId)) return true;
  return candidate.reachable && !run.declinedThisCycle.includes(candidate.userId);
}

/** The first step from `from` (counted from 0) that has somebody to call. */
function nextStep(run: Run, from: number, candidates: CandidatesByStep): number | undefined {
  for (let index = from; index < run.policy.steps.length; index += 1) {
    if ((candidates[index] ?? []).some((candidate) => isCallable(run, candidate))) return index;
  }
  return undefined;
}

/** Leaves the step in hand: the next one that has people, else the next cycle, else the end of the ladder. */
export function advance(
  turn: Turn,
  from: number,
  now: Instant,
  candidates: CandidatesByStep,
  entry: Entry = 'climb',
): Turn {
  const next = nextStep(turn.run, from, candidates);
  if (next !== undefined) return enter(passEmpty(turn, from, next), next, now, candidates, entry);
  const passed = passEmpty(turn, from, turn.run.policy.steps.length);
  if (turn.run.repeatsLeft > 0) {
    const again = change(passed, {
      cycle: turn.run.cycle + 1,
      repeatsLeft: turn.run.repeatsLeft - 1,
      declinedThisCycle: [],
    });
    const first = nextStep(again.run, 0, candidates);
    if (first !== undefined) {
      return enter(
        passEmpty(note(again, { code: 'cycle-started' }), 0, first),
        first,
        now,
        candidates,
        'repeat',
      );
    }
  }
  return endLadder(passed, now);
}

function passEmpty(turn: Turn, from: number, to: number): Turn {
  const passed = Array.from(
    { length: to - from },
    (_, i) => ({ code: 'step-empty', step: from + i + 1 }) as const,
  );
  return note(turn, ...passed);
}

function enter(turn: Turn, index: number, now: Instant, candidates: CandidatesByStep, entry: Entry): Turn {
  const { run } = turn;
  const step = run.policy.steps[index];
  if (!step) return endLadder(turn, now);
  const people = (candidates[index] ?? []).filter(
    (c, i, all) => all.findIndex((o) => o.userId === c.userId) === i,
  );
  const queue = people.map((candidate) => queued(run, candidate, step, now, entry));
  const entered = note(
    change(turn, {
      step: index + 1,
      needed: step.responders,
      queue,
      ladder: 'climbing',
      involved: [...new Set([...run.involved, ...people.map((c) => c.userId)])],
    }),
    { code: 'step-started', step: index + 1 },
    ...queue
      .filter((q) => q.place.kind === 'skipped')
      .map((q) => ({ code: 'person-skipped', userId: q.userId }) as const),
    ...queue
      .filter((q) => q.place.kind === 'calling')
      .map((q) => ({ code: 'call-kept', userId: q.userId }) as const),
  );
  if (run.acceptances.length >= step.responders) return finish(entered, 'accepted', now);
  return fill(entered, now, candidates);
}

function queued(run: Run, candidate: Candidate, step: PolicyStep, now: Instant, entry: Entry): Queued {
  const { userId } = candidate;
  const fresh = { userId, tries: 0, triesLeft: step.retries + 1, slot: 'shared' } as const;
  if (accepted(run, userId)) return { ...fresh, place: { kind: 'accepted' } };
  const live = liveCallOf(run, userId);
  // Nobody is rung twice at once: a live call is the first try of the step that finds it.
  if (live)
    return { ...fresh, place: { kind: 'calling', callId: live.callId }, tries: 1, triesLeft: step.retries };
  if (!candidate.reachable) return { ...fresh, place: { kind: 'skipped' } };
  if (run.declinedThisCycle.includes(userId)) return { ...fresh, place: { kind: 'declined' } };
  const until = (run.lastEndedAt[userId] ?? -Infinity) + step.pauseSeconds * 1000;
  if (entry === 'repeat' && until > now) return { ...fresh, place: { kind: 'pausing', until } };
  return { ...fresh, place: { kind: 'waiting' } };
}

/** Fills the free slots in queue order; a step with nobody left is left behind in the same decision. */
export function fill(turn: Turn, now: Instant, candidates: CandidatesByStep): Turn {
  const step = stepOf(turn.run);
  if (!step) return advance(turn, 0, now, candidates);
  let filled = change(turn, { queue: turn.run.queue.map((q) => ripened(q, now)) });
  for (let next = nextReady(filled.run, step); next; next = nextReady(filled.run, step)) {
    filled = call(filled, next, step, now);
  }
  if (filled.run.queue.some((q) => isOpen(q.place))) return filled;
  if (filled.run.ladder === 'over') return endLadder(filled, now);
  return advance(filled, filled.run.step, now, candidates);
}

function ripened(q: Queued, now: Instant): Queued {
  return q.place.kind === 'pausing' && q.place.until <= now ? { ...q, place: { kind: 'waiting' } } : q;
}

function nextReady(run: Run, step: PolicyStep): Queued | undefined {
  const taken = run.queue.filter((q) => q.place.kind === 'calling' && q.slot === 'shared').length;
  return run.queue.find((q) => q.place.kind === 'waiting' && (q.slot === 'own' || taken < step.simultaneous));
}

function call(turn: Turn, q: Queued, step: PolicyStep, now: Instant): Turn {
  const { run } = turn;
  const { userId } = q;
  const callId = `${run.cycle}/${run.step}/${userId}/${q.tries + 1}`;
  const { decisionSeconds } = run.policy;
  const limitAt = now + longestCallMs(step.ringSeconds, decisionSeconds);
  const calling: Queued = {
    ...q,
    place: { kind: 'calling', callId },
    tries: q.tries + 1,
    triesLeft: q.triesLeft - 1,
  };
  const called = change(turn, {
    queue: run.queue.map((other) => (other === q ? calling : other)),
    live: [...run.live, { callId, userId, reading: false, limitAt, rechecked: false }],
  });
  return emit(called, { kind: 'startCall', callId, userId, ringSeconds: step.ringSeconds, decisionSeconds });
}

/** Nothing left to climb. The last resort starts now; the run is exhausted when its last call has ended. */
function endLadder(turn: Turn, now: Instant): Turn {
  const { run } = turn;
  const over = change(note(turn, { code: 'ladder-over' }), {
    ladder: 'over',
    queue: run.queue.map((q) => (isOpen(q.place) ? { ...q, place: { kind: 'spent' } } : q)),
  });
  const opened =
    run.lastResort === 'open' ? over : emit(change(over, { lastResort: 'open' }), ...lastResortOf(run));
  return run.live.length > 0 ? opened : finish(opened, 'exhausted', now);
}

function lastResortOf(run: Run): readonly Effect[] {
  const warning: readonly Effect[] =
    run.involved.length === 0 ? [{ kind: 'finding', code: 'nobody-to-call' }] : [];
  // Somebody has the alert already; whoever asked for more people is told by the `inform` of the end.
  if (run.kind === 'additional' || run.kind === 'handover') return warning;
  if (run.kind === 'organisation') {
    const watcher: readonly Effect[] = run.round === 3 ? [{ kind: 'tellWatcher' }] : [];
    const delaySeconds = LIMITS.organisationRepeatSeconds;
    return [
      ...warning,
      ...watcher,
      { kind: 'openLinked', as: 'organisation', round: run.round + 1, delaySeconds },
    ];
  }
  const as = run.kind === 'first' && run.policy.lastResort === 'own' ? 'last-resort' : 'organisation';
  return [...warning, { kind: 'openLinked', as, round: 1, delaySeconds: 0 }];
}
