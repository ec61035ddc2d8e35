import { holdBack, isHeld, ringAnyway } from './budget.rules.js';
import type { LiveCall, Note, Place, Queued, Run } from './escalation.state.js';
import { openLastResort } from './last-resort.rules.js';
import { acceptedFor } from './still-on-it.rules.js';
import type { Turn } from './turn.rules.js';
import { change, emit, finish, note } from './turn.rules.js';
import type { Candidate, CandidatesByStep, Instant, PolicyStep, UserId } from './policy.js';
import { longestCallMs } from './limits.js';

/** How a step is reached: a repeated ladder keeps the pauses, one that starts anew (severity) does not. */
export type Entry = 'climb' | 'repeat' | 'anew';

export function isOpen(place: Place): boolean {
  return isUnderWay(place) || place.kind === 'held';
}

/** As long as somebody of the step is, the others may be held back. */
function isUnderWay(place: Place): boolean {
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

/**
 * Whether a decision looked for a step. If not, it is the same whatever the candidates are, so that whoever decides
 * may look for them only then; `kernels.fuzz.spec.ts` proves it.
 */
export function looksForStep(notes: readonly Note[]): boolean {
  return notes.some(
    ({ code }) =>
      code === 'step-started' || code === 'step-empty' || code === 'cycle-started' || code === 'ladder-over',
  );
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
      const opened = note(again, { code: 'cycle-started', cycle: again.run.cycle });
      return enter(passEmpty(opened, 0, first), first, now, candidates, 'repeat');
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
  const entered = change(
    note(turn, { code: 'step-started', step: index + 1 }, ...queue.flatMap(placeNotes)),
    {
      step: index + 1,
      needed: step.responders,
      queue,
      ladder: 'climbing',
      involved: [...new Set([...run.involved, ...people.map((c) => c.userId)])],
    },
  );
  if (run.acceptances.length >= step.responders) return acceptedFor(entered, now);
  const slots = Math.max(1, step.simultaneous) - queue.filter((q) => q.place.kind === 'calling').length;
  const waiting = queue.filter((q) => q.place.kind === 'waiting');
  const free = waiting.filter((q) => !isHeld(run, q, now, candidates)).slice(0, Math.max(0, slots));
  // Whoever is held back takes no slot; behind the last who takes one the others wait.
  const later = free.length < slots ? [] : waiting.slice(waiting.indexOf(free.at(-1) as Queued) + 1);
  const queuing = note(entered, ...later.map(({ userId }): Note => ({ code: 'person-waiting', userId })));
  return fill(queuing, now, candidates);
}

/** Why somebody of the step is not rung now, or no second time. */
function placeNotes({ userId, place }: Queued): readonly Note[] {
  switch (place.kind) {
    case 'skipped':
      return [{ code: 'person-skipped', userId }];
    case 'declined':
      return [{ code: 'person-declined-before', userId }];
    case 'calling':
      return [{ code: 'call-kept', userId }];
    case 'pausing':
      return [{ code: 'person-pausing', userId, until: place.until }];
    default:
      return [];
  }
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
  if (turn.run.alerts === 'resolved') return waitForReaders(turn, now);
  const step = stepOf(turn.run);
  if (!step) return advance(turn, 0, now, candidates);
  const ripe = change(turn, { queue: turn.run.queue.map((q) => ripened(q, now)) });
  const filled = callReady(ripe, step, now, candidates);
  if (filled.run.queue.some((q) => isUnderWay(q.place))) return filled;
  if (filled.run.queue.some((q) => q.place.kind === 'held'))
    return callReady(ringAnyway(filled), step, now, candidates);
  if (filled.run.ladder === 'over') return endLadder(filled, now);
  return advance(filled, filled.run.step, now, candidates);
}

function callReady(turn: Turn, step: PolicyStep, now: Instant, candidates: CandidatesByStep): Turn {
  let filled = turn;
  for (let next = nextReady(filled.run, step); next; next = nextReady(filled.run, step))
    filled = isHeld(filled.run, next, now, candidates)
      ? holdBack(filled, next, candidates)
      : call(filled, next, step, now);
  return filled;
}

/** After the alerts resolved only those who are reading are waited for; with the last of them the run is over. */
function waitForReaders(turn: Turn, now: Instant): Turn {
  return turn.run.live.some((call) => call.reading) ? turn : finish(turn, 'resolved', now);
}

function ripened(q: Queued, now: Instant): Queued {
  const { place } = q;
  const isOver = (place.kind === 'pausing' || place.kind === 'held') && place.until <= now;
  return isOver ? { ...q, place: { kind: 'waiting' } } : q;
}

function nextReady(run: Run, step: PolicyStep): Queued | undefined {
  const taken = run.queue.filter((q) => q.place.kind === 'calling' && q.slot === 'shared').length;
  // A step without a slot would ring nobody for ever; the form forbids it, a stored policy may be older than the form.
  const slots = Math.max(1, step.simultaneous);
  return run.queue.find((q) => q.place.kind === 'waiting' && (q.slot === 'own' || taken < slots));
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
  const called = change(note(turn, { code: 'person-called', userId, tryNumber: q.tries + 1 }), {
    queue: run.queue.map((other) => (other === q ? calling : other)),
    live: [...run.live, { callId, userId, reading: false, limitAt, rechecked: false }],
  });
  return emit(called, { kind: 'startCall', callId, userId, ringSeconds: step.ringSeconds, decisionSeconds });
}

/** Nothing left to climb. The last resort starts now; the run is exhausted when its last call has ended. */
function endLadder(turn: Turn, now: Instant): Turn {
  const { run } = turn;
  const said = run.ladder === 'over' ? turn : note(turn, { code: 'ladder-over' });
  const over = change(said, {
    ladder: 'over',
    queue: run.queue.map((q) => (isOpen(q.place) ? { ...q, place: { kind: 'spent' } } : q)),
  });
  const opened = run.lastResort === 'open' ? over : openLastResort(over);
  return run.live.length > 0 ? opened : finish(opened, 'exhausted', now);
}
