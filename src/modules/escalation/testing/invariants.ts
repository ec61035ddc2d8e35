import { isDeepStrictEqual } from 'node:util';
import type { CallRow, World } from './world.js';
import type { Call, CallLogRow } from '../call.state.js';
import { isProved } from '../call.state.js';
import type { Effect, LogRow, Run, RunEvent } from '../escalation.state.js';
import { isFinal } from '../escalation.state.js';
import { replay, replayCall } from '../replay.rules.js';

/** Thrown rather than expected, so that fast-check shrinks on it. The message begins with the invariant's number. */
function hold(isTrue: boolean, invariant: string): void {
  if (!isTrue) throw new Error(`invariant ${invariant}`);
}

const isUnderWay = (place: string): boolean => ['waiting', 'calling', 'pausing'].includes(place);
const isOpen = (place: string): boolean => isUnderWay(place) || place === 'held';
const sharedCalling = (run: Run): number =>
  run.queue.filter((q) => q.place.kind === 'calling' && q.slot === 'shared').length;

/** What must hold across one stored decision of kernel 1. `started` are the calls that it started. */
export function checkDecision(before: Run, after: Run, event: RunEvent, started: readonly string[]): void {
  hold(isFinal(after.status) === (after.dueAt === null), `1: ${after.status} with timer ${after.dueAt}`);
  hold(after.dueAt === null || Number.isFinite(after.dueAt), '1: a timer that never fires');
  hold(!isFinal(after.status) || after.live.length === 0, '1: final with live calls');
  hold(after.version === before.version + 1, '3: version gap');

  const won = after.acceptances.length - before.acceptances.length;
  hold(won === 0 || (won === 1 && isAcceptance(event)), '4: acceptances');
  hold(won === 0 || before.acceptances.length < before.needed, '4: more winners than needed');
  hold(after.status !== 'accepted' || started.length === 0, '4: a call after acceptance');
  hold(
    !isFinal(before.status) || (before.status === 'exhausted' && isAcceptance(event)),
    '4: moved after the end',
  );
  hold(after.status !== 'accepted' || after.acceptances.length >= after.needed, '4: accepted with too few');

  const users = after.live.map((call) => call.userId);
  hold(new Set(users).size === users.length, '10: one person called twice at once');
  const step = after.policy.steps[after.step - 1];
  const sharedStarts = after.queue.filter(
    (q) => q.slot === 'shared' && q.place.kind === 'calling' && started.includes(q.place.callId),
  );
  hold(
    sharedStarts.length === 0 || sharedCalling(after) <= (step?.simultaneous ?? 0),
    '10: more than simultaneous',
  );
  const frozen = after.queue.map((q) => q.userId);
  hold(
    started.every((callId) => frozen.includes(callId.split('/')[2] ?? '')),
    '10: outside the frozen candidates',
  );

  checkHeld(after);
  checkResolved(before, after, started);
  checkStepChange(before, after, event);
}

function isAcceptance(event: RunEvent): boolean {
  return event.kind === 'callAccepted' || event.kind === 'taken';
}

/** Being held back is for the benefit of others who ring: it never makes a step silent, and nothing critical waits. */
function checkHeld(after: Run): void {
  if (after.status !== 'calling' || after.alerts === 'resolved') return;
  const places = after.queue.map((q) => q.place.kind);
  hold(!places.includes('held') || places.some(isUnderWay), 'budget: a step in which everybody is held back');
  hold(!places.includes('held') || after.severity !== 'critical', 'budget: held back though it is critical');
}

/** While the alerts are resolved and somebody reads on, nobody new is rung, and nobody is waited for in vain. */
function checkResolved(before: Run, after: Run, started: readonly string[]): void {
  if (after.alerts === 'firing') return;
  hold(started.length === 0, 'resolved: somebody new rung');
  hold(after.status !== 'exhausted', 'resolved: exhausted');
  hold(
    after.status !== 'calling' || after.live.some((call) => call.reading),
    'resolved: waits for nobody who reads',
  );
  hold(
    before.alerts === 'resolved' || before.acceptances.length === 0,
    'resolved: waits though it was taken',
  );
}

function checkStepChange(before: Run, after: Run, event: RunEvent): void {
  const left =
    before.step > 0 &&
    (before.step !== after.step || before.cycle !== after.cycle || before.ladder !== after.ladder);
  if (!left || event.kind === 'skipStep' || event.kind === 'severityRose') return;
  const spoke = 'userId' in event ? event.userId : null;
  hold(
    before.queue.every((q) => !isOpen(q.place.kind) || q.userId === spoke || event.kind === 'due'),
    '11: a step left with people in it',
  );
  hold(
    !after.live.some((c) =>
      before.queue.some((q) => q.place.kind === 'calling' && q.place.callId === c.callId),
    ),
    '11: a step left while calling',
  );
}

/** Attaches the checks to a world; they run after every stored decision. */
export function watch(world: World): World {
  const seen = new Set<string>();
  world.onChange = (runId, before, after, event) => {
    const liveBefore = before.live.map((call) => call.callId);
    const started = after.live.map((call) => call.callId).filter((callId) => !liveBefore.includes(callId));
    for (const callId of started) {
      hold(!seen.has(`${runId}:${callId}`), `6: call ${callId} twice`);
      seen.add(`${runId}:${callId}`);
    }
    checkDecision(before, after, event, started);
  };
  return world;
}

/** Call rows agree with the escalation: live exactly when it says so, one timer each. */
export function checkCalls(world: World): void {
  for (const { runId, call } of world.calls.values()) {
    const isLive = call.status === 'calling' || call.status === 'reading';
    hold(isLive === (call.dueAt !== null), `1: call ${call.status} with timer ${call.dueAt}`);
    hold(
      isLive === world.run(runId).live.some((live) => live.callId === call.callId),
      `1: call ${call.callId} ${call.status}, escalation differs`,
    );
  }
}

export function checkRings(world: World): void {
  for (const row of world.calls.values()) {
    checkRing(row);
    checkFallback(row);
  }
}

/** Invariant 12: whoever rang out had the whole time, from the moment that a provider took the push. */
function checkRing({ call }: CallRow): void {
  if (call.status !== 'ended') return;
  const endedAt = call.endedAt ?? 0;
  if (call.endReason === 'rang-out' && call.sentAt !== null) {
    const isFailed = call.devices.every((d) => !d.asked || d.refusal !== 'none');
    hold(
      isFailed || endedAt >= call.sentAt + call.ringSeconds * 1000,
      `12: rang ${endedAt - call.sentAt} ms`,
    );
  }
  if (call.endReason === 'unsent') {
    const isHopeless = call.devices.every((d) => !d.asked || d.refusal !== 'none');
    hold(call.rungAnew || isHopeless, '12: given up unheard without ringing anew');
  }
}

/** Invariant 20: a try that ended without proof has a phone call in it, or the record that there is no phone. */
function checkFallback({ call }: CallRow): void {
  if (call.status !== 'ended' || isProved(call)) return;
  hold(call.phone.state !== 'idle', '20: no proof and the phone was not tried');
  hold(call.phone.state !== 'absent' || call.noPhone, '20: no proof, no phone, not recorded');
}

export function checkEnd(world: World, effects: readonly Effect[]): void {
  const run = world.run();
  hold(isFinal(run.status), `22: still ${run.status}`);
  const opened = effects.some((effect) => effect.kind === 'openLinked');
  hold(run.status !== 'exhausted' || opened, '22: exhausted in silence');
}

/** Invariant 3: no gap in the versions, and the log alone gives the row. */
export function checkLog(rows: readonly LogRow[], first: Run, stored: Run): void {
  hold(rows.every((row, i) => row.version === i + 1) && stored.version === rows.length, '3: version gap');
  hold(isDeepStrictEqual(replay(rows, first), stored), '3: the replay differs');
}

export function checkCallLog(rows: readonly CallLogRow[], first: Call, stored: Call): void {
  hold(rows.every((row, i) => row.version === i + 1) && stored.version === rows.length, '3: version gap');
  hold(isDeepStrictEqual(replayCall(rows, first), stored), '3: the replay of a call differs');
}
