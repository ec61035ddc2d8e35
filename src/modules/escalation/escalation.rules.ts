import { advance, fill, stepOf } from './ladder.rules.js';
import type { Decision, Effect, LiveCall, Place, Queued, Run, RunEvent } from './escalation.state.js';
import { isFinal } from './escalation.state.js';
import type { Turn } from './turn.rules.js';
import { change, emit, finish, ignore, settle, turnOf } from './turn.rules.js';
import type { CandidatesByStep, Instant } from './policy.js';
import { LIMITS, longestCallMs } from './limits.js';
import { isAbove } from './policy.js';

type Told<K extends RunEvent['kind']> = Extract<RunEvent, { kind: K }>;

/** Kernel 1: who rings next. Defined for every state and event; what does not apply is ignored, never thrown. */
export function decide(run: Run, event: RunEvent, now: Instant, candidates: CandidatesByStep): Decision {
  if (run.status === 'new') {
    return event.kind === 'start' ? settle(begin(turnOf(run), now, candidates)) : ignore(run, 'not-started');
  }
  if (event.kind === 'callAccepted') return accept(run, event, now, candidates);
  if (isFinal(run.status)) return ignore(run, 'over');
  const turn = turnOf(run);
  switch (event.kind) {
    case 'start':
      return ignore(run, 'started');
    case 'due':
      return onDue(run, now, candidates);
    case 'callAnswered':
      return answer(run, event);
    case 'callDeclined':
      return decline(run, event, now, candidates);
    case 'callEnded':
      return run.live.some((call) => call.callId === event.callId)
        ? settle(fill(endCall(turn, event, now), now, candidates))
        : ignore(run, 'not-live');
    case 'alertsResolved':
      return resolve(run, now);
    case 'severityRose':
      return raise(run, event, now, candidates);
    case 'targetsAdded':
      return addTargets(run, event, now, candidates);
    case 'skipStep':
      if (run.status === 'delayed') return settle(climb(turn, now, candidates));
      if (run.ladder === 'over') return ignore(run, 'nothing-to-skip');
      return settle(advance(turn, run.step, now, candidates));
    case 'cancelled':
      return settle(finish(turn, 'cancelled', now));
  }
}

function begin(turn: Turn, now: Instant, candidates: CandidatesByStep): Turn {
  const { delaySeconds } = turn.run.policy;
  if (delaySeconds > 0) return change(turn, { status: 'delayed', delayUntil: now + delaySeconds * 1000 });
  return climb(turn, now, candidates);
}

function climb(turn: Turn, now: Instant, candidates: CandidatesByStep): Turn {
  return advance(change(turn, { status: 'calling', delayUntil: null }), 0, now, candidates);
}

function onDue(run: Run, now: Instant, candidates: CandidatesByStep): Decision {
  if (run.dueAt === null || now < run.dueAt) return ignore(run, 'not-due');
  if (run.status === 'delayed') return settle(climb(turnOf(run), now, candidates));
  const overdue = run.live.filter((call) => call.limitAt + LIMITS.backstopMs <= now);
  const checked = overdue.reduce((turn, call) => backstop(turn, call, now), turnOf(run));
  return settle(fill(checked, now, candidates));
}

/** A call past its limit is a bug somewhere. Once it is looked at again; then it counts as silence. */
function backstop(turn: Turn, call: LiveCall, now: Instant): Turn {
  const found = emit(turn, { kind: 'finding', code: 'backstop-fired' });
  if (call.rechecked) {
    const { callId, userId } = call;
    return endCall(
      emit(found, { kind: 'cancelCall', callId }),
      { kind: 'callEnded', callId, userId, reason: 'silent' },
      now,
    );
  }
  const limitAt = now + longestCallMs(stepOf(turn.run)?.ringSeconds ?? 0, turn.run.policy.decisionSeconds);
  const again: LiveCall = { ...call, rechecked: true, limitAt };
  const live = turn.run.live.map((other) => (other.callId === call.callId ? again : other));
  return emit(change(found, { live }), { kind: 'recheckCall', callId: call.callId });
}

function answer(run: Run, event: Told<'callAnswered'>): Decision {
  if (!run.live.some((call) => call.callId === event.callId && !call.reading)) return ignore(run, 'not-live');
  const live = run.live.map((call) => (call.callId === event.callId ? { ...call, reading: true } : call));
  return settle(change(turnOf(run), { live }));
}

function accept(run: Run, event: Told<'callAccepted'>, now: Instant, candidates: CandidatesByStep): Decision {
  const { userId } = event;
  if (run.acceptances.some((a) => a.userId === userId)) return ignore(run, 'already-a-responder');
  // The one move out of a final state: too late for the ladder, in time for the last resort.
  if (isFinal(run.status) && run.status !== 'exhausted') {
    return { outcome: 'refused', run, why: run.status, takenBy: run.acceptances, since: run.endedAt };
  }
  const counted = change(releaseCalls(turnOf(run), userId, event.callId, now), {
    acceptances: [...run.acceptances, { userId, at: now }],
    queue: placed(run.queue, userId, { kind: 'accepted' }),
  });
  if (counted.run.acceptances.length >= run.needed) return settle(finish(counted, 'accepted', now));
  if (run.status !== 'calling') return settle(counted);
  return settle(fill(counted, now, candidates));
}

function decline(
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
function releaseCalls(turn: Turn, userId: string, named: string, now: Instant): Turn {
  const own = turn.run.live.filter((call) => call.userId === userId);
  if (own.length === 0) return turn;
  const cancels = own
    .filter((call) => call.callId !== named)
    .map((call): Effect => ({ kind: 'cancelCall', callId: call.callId }));
  const freed = change(turn, {
    live: turn.run.live.filter((call) => call.userId !== userId),
    lastEndedAt: { ...turn.run.lastEndedAt, [userId]: now },
  });
  return emit(freed, ...cancels);
}

function placed(queue: readonly Queued[], userId: string, place: Place): readonly Queued[] {
  return queue.map((q) => (q.userId === userId ? { ...q, place } : q));
}

function endCall(turn: Turn, event: Told<'callEnded'>, now: Instant): Turn {
  const { run } = turn;
  const freed = change(turn, {
    live: run.live.filter((call) => call.callId !== event.callId),
    lastEndedAt: { ...run.lastEndedAt, [event.userId]: now },
  });
  const q = run.queue.find((other) => other.place.kind === 'calling' && other.place.callId === event.callId);
  if (!q) return freed;
  if (q.triesLeft === 0 || event.reason === 'unreachable') {
    return change(freed, { queue: placed(run.queue, q.userId, { kind: 'spent' }) });
  }
  const pauseMs = (stepOf(run)?.pauseSeconds ?? 0) * 1000;
  const pausing: Queued = { ...q, place: { kind: 'pausing', until: now + pauseMs } };
  return change(freed, { queue: [...run.queue.filter((other) => other !== q), pausing] });
}

function resolve(run: Run, now: Instant): Decision {
  const engaged = run.live.some((call) => call.reading) || run.acceptances.length > 0;
  // A delay exists so that a flap wakes nobody; there the setting has no say.
  const stops = run.status === 'delayed' || (run.policy.whenAlertsResolve === 'stop' && !engaged);
  return stops ? settle(finish(turnOf(run), 'resolved', now)) : ignore(run, 'goes-on');
}

function raise(run: Run, event: Told<'severityRose'>, now: Instant, candidates: CandidatesByStep): Decision {
  if (!isAbove(event.severity, run.severity)) return ignore(run, 'not-above');
  const raised = change(turnOf(run), { severity: event.severity });
  if (run.status === 'delayed') return settle(raised);
  const fresh = change(raised, {
    cycle: run.cycle + 1,
    repeatsLeft: run.policy.repeat,
    declinedThisCycle: [],
  });
  return settle(advance(fresh, 0, now, candidates, 'anew'));
}

function addTargets(
  run: Run,
  event: Told<'targetsAdded'>,
  now: Instant,
  candidates: CandidatesByStep,
): Decision {
  const open = run.status === 'delayed' ? climb(turnOf(run), now, candidates) : turnOf(run);
  // Nobody in the whole ladder: the added people still ring, in an escalation of their own.
  if (isFinal(open.run.status)) {
    return settle(emit(open, { kind: 'openLinked', as: 'additional', round: 1, delaySeconds: 0 }));
  }
  const wanted = event.targets.filter(
    (t) =>
      !open.run.live.some((c) => c.userId === t.userId) &&
      !open.run.acceptances.some((a) => a.userId === t.userId),
  );
  if (wanted.length === 0) return open.run === run ? ignore(run, 'called-already') : settle(open);
  const triesLeft = (stepOf(open.run)?.retries ?? 0) + 1;
  const added = wanted.map((target): Queued => {
    const before = open.run.queue.find((q) => q.userId === target.userId);
    const place: Place = target.reachable ? { kind: 'waiting' } : { kind: 'skipped' };
    return { userId: target.userId, place, tries: before?.tries ?? 0, triesLeft, slot: 'own' };
  });
  const userIds = wanted.map((target) => target.userId);
  const appended = change(open, {
    queue: [...open.run.queue.filter((q) => !userIds.includes(q.userId)), ...added],
    declinedThisCycle: open.run.declinedThisCycle.filter((userId) => !userIds.includes(userId)),
    involved: [...new Set([...open.run.involved, ...userIds])],
  });
  return settle(fill(appended, now, candidates));
}
