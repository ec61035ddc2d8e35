import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide } from './escalation.rules.js';
import type { LogRow, Run, RunEvent } from './escalation.state.js';
import { isFinal, newRun } from './escalation.state.js';
import type { CandidatesByStep, Instant } from './policy.js';
import { RUNS, candidatesArb, policyArb } from './testing/arbitraries.js';
import { checkDecision, replayed } from './testing/invariants.js';

/** A step of chaos: which event, about which call (live or long over), how much later. */
const chaosArb = fc.array(
  fc.record({
    dice: fc.nat(99),
    which: fc.nat(30),
    laterMs: fc.constantFrom(0, 0, 100, 5_000, 15_000, 60_000, 600_000),
  }),
  { minLength: 5, maxLength: 60 },
);

function eventOf(dice: number, call: { readonly callId: string; readonly userId: string }): RunEvent {
  if (dice < 20) return { kind: 'due' };
  if (dice < 45)
    return {
      kind: 'callEnded',
      ...call,
      reason: (['rang-out', 'silent', 'unsent', 'unreachable'] as const)[dice % 4] ?? 'silent',
    };
  if (dice < 55) return { kind: 'callAnswered', ...call };
  if (dice < 68) return { kind: 'callDeclined', ...call };
  if (dice < 76) return { kind: 'callAccepted', ...call };
  if (dice < 82) return { kind: 'skipStep' };
  if (dice < 88) return { kind: 'severityRose', severity: dice % 2 === 0 ? 'high' : 'critical' };
  if (dice < 94)
    return { kind: 'targetsAdded', targets: [{ userId: 'ABCDEX'[dice % 6] ?? 'X', reachable: true }] };
  if (dice < 96) return { kind: 'alertsResolved' };
  if (dice < 97) return { kind: 'cancelled' };
  return { kind: 'start' };
}

it('1, 3, 4, 6, 10, 11 hold for any events in any order, about any call, live or long over', () => {
  fc.assert(
    fc.property(policyArb, candidatesArb, chaosArb, (policy, candidates: CandidatesByStep, chaos) => {
      const calls: { readonly callId: string; readonly userId: string }[] = [
        { callId: '0/0/Q/0', userId: 'A' },
      ];
      const log: LogRow[] = [];
      let run: Run = newRun(policy, 'warning');
      let now: Instant = 0;
      const tell = (event: RunEvent): void => {
        const decision = decide(run, event, now, candidates);
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
      expect(replayed(log, newRun(policy, 'warning'))).toEqual(run);
    }),
    { numRuns: RUNS * 3 },
  );
});
