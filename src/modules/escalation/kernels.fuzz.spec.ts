import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { decideCall } from './call.rules.js';
import type { Call, CallEvent, CallLogRow } from './call.state.js';
import { isCallOver, newCall } from './call.state.js';
import { callsSomebody, heldOf } from './budget.rules.js';
import { decide } from './escalation.rules.js';
import type { LogRow, Run, RunEvent } from './escalation.state.js';
import { isFinal, newRun } from './escalation.state.js';
import { looksForStep } from './ladder.rules.js';
import type { CandidatesByStep, Instant } from './policy.js';
import { callEventArb, candidatesArb, deviceListArb, policyArb, RUNS } from './testing/arbitraries.js';
import { checkCallLog, checkDecision, checkLog } from './testing/invariants.js';

/** A step of chaos: which event, about which call (live or long over), how much later. */
const chaosArb = fc.array(
  fc.record({
    dice: fc.nat(109),
    which: fc.nat(30),
    laterMs: fc.constantFrom(0, 0, 100, 5_000, 15_000, 60_000, 600_000),
  }),
  { minLength: 5, maxLength: 60 },
);

function eventOf(dice: number, call: { readonly callId: string; readonly userId: string }): RunEvent {
  const { callId, userId } = call;
  if (dice < 20) return { kind: 'due' };
  if (dice < 45)
    return {
      kind: 'callEnded',
      callId,
      userId,
      reason: (['rang-out', 'silent', 'unsent', 'unreachable'] as const)[dice % 4] ?? 'silent',
    };
  if (dice < 58) return { kind: 'callAnswered', callId, userId };
  if (dice < 70) return { kind: 'callDeclined', callId, userId };
  if (dice < 77) return { kind: 'callAccepted', callId, userId };
  if (dice < 83) return { kind: 'skipStep' };
  if (dice < 88) return { kind: 'severityRose', severity: dice % 2 === 0 ? 'high' : 'critical' };
  if (dice < 94)
    return { kind: 'targetsAdded', targets: [{ userId: 'ABCDEX'[dice % 6] ?? 'X', reachable: true }] };
  if (dice < 98) return { kind: 'alertsResolved' };
  if (dice < 104) return { kind: 'alertFired' };
  if (dice < 107) return { kind: 'taken', userId: 'ABT'[dice % 3] ?? 'T' };
  if (dice < 108) return { kind: 'cancelled' };
  return { kind: 'start' };
}

function heldIn(candidates: CandidatesByStep, userId: string): Instant | undefined {
  const all = candidates.flat().flatMap((c) => (c.userId === userId ? (c.heldUntil ?? []) : []));
  return all.length === 0 ? undefined : Math.max(...all);
}

/** As PostgreSQL's jsonb gives it back. */
function stored<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

it('1, 3, 4, 6, 10, 11 hold for any events in any order, about any call, live or long over', () => {
  fc.assert(
    fc.property(policyArb, candidatesArb, chaosArb, (policy, candidates: CandidatesByStep, chaos) => {
      const calls: { readonly callId: string; readonly userId: string }[] = [
        { callId: '0/0/Q/0', userId: 'A' },
      ];
      const log: LogRow[] = [];
      const first = stored(newRun(policy, 'warning'));
      let run: Run = first;
      let now: Instant = 0;
      const tell = (event: RunEvent): void => {
        const decision = decide(run, event, now, candidates);
        // Read from the database and decided again, it is the same decision, to the last field.
        if (!isDeepStrictEqual(decide(stored(run), stored(event), now, candidates), decision))
          throw new Error(`${event.kind}: the stored run decides otherwise`);
        if (!isDeepStrictEqual(stored(decision), decision)) throw new Error(`${event.kind}: lost in storage`);
        const without = decide(run, event, now, []);
        const isLooked = without.outcome === 'changed' && looksForStep(without.notes);
        const held = heldOf(run, (userId) => heldIn(candidates, userId));
        const isAsked = without.outcome === 'changed' && callsSomebody(without.effects);
        const enough = isAsked ? decide(run, event, now, held) : without;
        if (!isLooked && !isDeepStrictEqual(enough, decision))
          throw new Error(`${event.kind}: the candidates mattered unnoticed`);
        if (decision.outcome !== 'changed') return expect(decision.run).toBe(run);
        const started = decision.effects.flatMap((effect) => (effect.kind === 'startCall' ? [effect] : []));
        for (const { callId } of started)
          if (calls.some((call) => call.callId === callId)) throw new Error(`invariant 6: ${callId}`);
        calls.push(...started.map(({ callId, userId }) => ({ callId, userId })));
        checkDecision(
          run,
          decision.run,
          event,
          started.map(({ callId }) => callId),
        );
        log.push({
          version: decision.run.version,
          at: now,
          event,
          candidates,
          from: run.status,
          to: decision.run.status,
          notes: decision.notes,
        });
        run = decision.run;
      };
      tell({ kind: 'start' });
      for (const { dice, which, laterMs } of chaos) {
        now += laterMs;
        const pool = which < 20 && run.live.length > 0 ? run.live : calls;
        tell(eventOf(dice, pool[which % pool.length] ?? calls[0]!));
      }
      // 22: however it got here, timers alone bring it to an end: kernel 1 trusts no call to end by itself.
      for (let count = 0; !isFinal(run.status) && count < 5_000; count += 1) {
        now = run.dueAt ?? now;
        tell({ kind: 'due' });
      }
      expect(isFinal(run.status)).toBe(true);
      checkLog(log, first, run);
    }),
    { numRuns: RUNS * 2 },
  );
});

it('1, 3 hold for a call whatever its devices, its phone and people say, and its timers bring it to an end', () => {
  const eventsArb = fc.array(fc.tuple(callEventArb, fc.constantFrom(0, 100, 4_000, 9_000, 40_000)), {
    maxLength: 25,
  });
  fc.assert(
    fc.property(deviceListArb, fc.boolean(), eventsArb, (devices, hasPhone, events) => {
      const phone = hasPhone ? 'idle' : 'absent';
      const first = newCall({
        callId: 'c',
        userId: 'A',
        ringSeconds: 30,
        decisionSeconds: 60,
        devices,
        phone,
      });
      const log: CallLogRow[] = [];
      let call: Call = first;
      let now: Instant = 0;
      const tell = (event: CallEvent): void => {
        const decision = decideCall(call, event, now);
        if (!isDeepStrictEqual(decideCall(stored(call), stored(event), now), decision))
          throw new Error(`${event.kind}: the stored call decides otherwise`);
        if (!isDeepStrictEqual(stored(decision), decision)) throw new Error(`${event.kind}: lost in storage`);
        if (decision.outcome === 'ignored') return expect(decision.call).toBe(call);
        const { version, status, dueAt } = decision.call;
        expect([isCallOver(status), Number.isFinite(dueAt)]).toEqual([dueAt === null, dueAt !== null]);
        log.push({ version, at: now, event, from: call.status, to: status, notes: decision.notes });
        call = decision.call;
      };
      tell({ kind: 'start' });
      for (const [event, laterMs] of events) {
        now += laterMs;
        tell(stored(event));
      }
      for (let count = 0; !isCallOver(call.status) && count < 10; count += 1) {
        now = call.dueAt ?? now;
        tell({ kind: 'due' });
      }
      expect(isCallOver(call.status)).toBe(true);
      checkCallLog(log, first, call);
    }),
    { numRuns: RUNS },
  );
});
