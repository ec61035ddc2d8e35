import { accept, answer, decline, endCall } from './answers.rules.js';
import type { Decision, LiveCall, Place, Queued, Run, RunEvent } from './escalation.state.js';
import { isFinal } from './escalation.state.js';
import { advance, fill, stepOf } from './ladder.rules.js';
import { LIMITS, longestCallMs } from './limits.js';
import type { CandidatesByStep, Instant } from './policy.js';
import { isAbove } from './policy.js';
import type { Turn } from './turn.rules.js';
import { askStillOnIt, isAsking, seeLife, wait } from './still-on-it.rules.js';
import { change, emit, finish, ignore, note, settle, turnOf } from './turn.rules.js';

type Told<K extends RunEvent['kind']> = Extract<RunEvent, { kind: K }>;

/** Kernel 1: who rings next. Defined for every state and event; what does not apply is ignored, never thrown. */
export function decide(run: Run, event: RunEvent, now: Instant, candidates: CandidatesByStep): Decision {
  if (run.status === 'new') {
    return event.kind === 'start' ? settle(begin(turnOf(run), now, candidates)) : ignore(run, 'not-started');
  }
  if (event.kind === 'callAccepted' || event.kind === 'taken') return accept(run, event, now, candidates);
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
    case 'alertFired':
      return ringAgain(run, now, candidates);
    case 'severityRose':
      return raise(run, event, now, candidates);
    case 'signOfLife':
      return seeLife(run, event.at, now);
    case 'targetsAdded':
      return addTargets(run, event, now, candidates);
    case 'skipStep':
      return skip(run, now, candidates);
    case 'cancelled':
      return settle(finish(turn, 'cancelled', now));
  }
}

function begin(turn: Turn, now: Instant, candidates: CandidatesByStep): Turn {
  const { delaySeconds } = turn.run.policy;
  if (delaySeconds <= 0) return climb(turn, now, candidates);
  return wait(turn, now + delaySeconds * 1000);
}

function climb(turn: Turn, now: Instant, candidates: CandidatesByStep): Turn {
  return advance(change(turn, { status: 'calling', delayUntil: null }), 0, now, candidates);
}

function onDue(run: Run, now: Instant, candidates: CandidatesByStep): Decision {
  if (run.dueAt === null || now < run.dueAt) return ignore(run, 'not-due');
  if (isAsking(run)) return settle(askStillOnIt(turnOf(run), now));
  if (run.status === 'delayed') return settle(climb(turnOf(run), now, candidates));
  const overdue = run.live.filter((call) => call.limitAt + LIMITS.backstopMs <= now);
  const checked = overdue.reduce((turn, call) => backstop(turn, call, now), turnOf(run));
  return settle(fill(checked, now, candidates));
}

/** A call past its limit is a bug somewhere. Once it is looked at again; then it counts as silence. */
function backstop(turn: Turn, call: LiveCall, now: Instant): Turn {
  const { callId, userId } = call;
  const found = note(emit(turn, { kind: 'finding', code: 'backstop-fired' }), {
    code: 'call-overdue',
    userId,
  });
  if (call.rechecked) {
    const silent = { kind: 'callEnded', callId, userId, reason: 'silent' } as const;
    return endCall(emit(found, { kind: 'cancelCall', callId }), silent, now);
  }
  const limitAt = now + longestCallMs(stepOf(turn.run)?.ringSeconds ?? 0, turn.run.policy.decisionSeconds);
  const again: LiveCall = { ...call, rechecked: true, limitAt };
  const live = turn.run.live.map((other) => (other.callId === callId ? again : other));
  return emit(change(found, { live }), { kind: 'recheckCall', callId });
}

function resolve(run: Run, now: Instant): Decision {
  // A delay exists so that a flap wakes nobody; there the setting has no say.
  if (run.status === 'delayed') return settle(finish(turnOf(run), 'resolved', now));
  if (run.policy.whenAlertsResolve === 'go-on') return ignore(run, 'goes-on');
  if (run.alerts === 'resolved') return ignore(run, 'resolved-already');
  const taken = run.acceptances.length;
  // Nothing burns any more: whoever has taken it by now is enough.
  if (taken > 0) return settle(finish(change(turnOf(run), { needed: taken }), 'accepted', now));
  if (!run.live.some((call) => call.reading)) return settle(finish(turnOf(run), 'resolved', now));
  const waiting = change(turnOf(run), { alerts: 'resolved', needed: 1 });
  return settle(note(waiting, { code: 'nobody-new' }));
}

function ringAgain(run: Run, now: Instant, candidates: CandidatesByStep): Decision {
  if (run.alerts === 'firing') return ignore(run, 'rings-nobody-new');
  return settle(fill(note(firing(turnOf(run)), { code: 'ringing-again' }), now, candidates));
}

function firing(turn: Turn): Turn {
  const needed = stepOf(turn.run)?.responders ?? turn.run.needed;
  // The last resort has ended with the alerts that it rang for.
  const { lastResort } = turn.run.alerts === 'resolved' ? ({ lastResort: 'closed' } as const) : turn.run;
  return change(turn, { alerts: 'firing', needed, lastResort });
}

function raise(run: Run, event: Told<'severityRose'>, now: Instant, candidates: CandidatesByStep): Decision {
  // Above or not, it is an alert that fires.
  if (!isAbove(event.severity, run.severity)) return ringAgain(run, now, candidates);
  const raised = change(turnOf(run), { severity: event.severity });
  if (run.status === 'delayed') return settle(raised);
  const fresh = change(firing(raised), {
    cycle: run.cycle + 1,
    repeatsLeft: run.policy.repeat,
    declinedThisCycle: [],
  });
  return settle(advance(fresh, 0, now, candidates, 'anew'));
}

function skip(run: Run, now: Instant, candidates: CandidatesByStep): Decision {
  if (run.status === 'delayed') return settle(climb(turnOf(run), now, candidates));
  if (run.ladder === 'over' || run.alerts === 'resolved') return ignore(run, 'nothing-to-skip');
  return settle(advance(turnOf(run), run.step, now, candidates));
}

function addTargets(
  run: Run,
  event: Told<'targetsAdded'>,
  now: Instant,
  candidates: CandidatesByStep,
): Decision {
  const open = run.status === 'delayed' ? climb(turnOf(run), now, candidates) : turnOf(run);
  const isOver = isFinal(open.run.status);
  const wanted = event.targets.filter(
    (t) =>
      !open.run.live.some((c) => c.userId === t.userId) &&
      !open.run.acceptances.some((a) => a.userId === t.userId),
  );
  if (wanted.length === 0 && !isOver) return open.run === run ? ignore(run, 'called-already') : settle(open);
  // Nobody in the whole ladder, or nobody new after the alerts: the added people ring in an escalation of their own.
  if (isOver || run.alerts === 'resolved') {
    const opened = note(open, { code: 'linked-opened', as: 'additional' });
    const userIds = (isOver ? event.targets : wanted).map((target) => target.userId);
    return settle(emit(opened, { kind: 'openLinked', as: 'additional', round: 1, delaySeconds: 0, userIds }));
  }
  const triesLeft = (stepOf(open.run)?.retries ?? 0) + 1;
  const added = wanted.map((target): Queued => {
    const before = open.run.queue.find((q) => q.userId === target.userId);
    const place: Place = target.reachable ? { kind: 'waiting' } : { kind: 'skipped' };
    return { userId: target.userId, place, tries: before?.tries ?? 0, triesLeft, slot: 'own' };
  });
  const userIds = wanted.map((target) => target.userId);
  const skipped = wanted.filter((target) => !target.reachable).map((target) => target.userId);
  const noted = note(open, ...skipped.map((userId) => ({ code: 'person-skipped', userId }) as const));
  const appended = change(noted, {
    queue: [...open.run.queue.filter((q) => !userIds.includes(q.userId)), ...added],
    declinedThisCycle: open.run.declinedThisCycle.filter((userId) => !userIds.includes(userId)),
    involved: [...new Set([...open.run.involved, ...userIds])],
  });
  return settle(fill(appended, now, candidates));
}
