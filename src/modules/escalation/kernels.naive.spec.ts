import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide } from './escalation.rules.js';
import type { Run, RunEvent } from './escalation.state.js';
import { isFinal, newRun } from './escalation.state.js';
import type { PersonPlan } from './testing/phones.js';
import type { CandidatesByStep, Policy } from './policy.js';
import { World } from './testing/world.js';
import { candidatesArb, personArb, policyArb, RUNS } from './testing/arbitraries.js';
import { tickThrough } from './testing/naive-call.js';
import type { Fate, Told, Turn } from './testing/naive-people.js';
import { stepThrough } from './testing/naive-people.js';

const SECONDS = 900;

/** Kernel 1 with calls that simply last as long as fate says; only instants at which something is due are visited. */
function byKernel(
  policy: Policy,
  candidates: CandidatesByStep,
  fate: (user: string, nth: number) => Fate,
  turns: readonly Turn[],
): Told {
  const answers: { readonly at: number; readonly event: RunEvent }[] = [];
  const ends: { readonly at: number; readonly event: RunEvent }[] = [];
  const nths = new Map<string, number>();
  const board: string[] = [];
  let run: Run = newRun(policy, 'warning');
  let end = '';
  const tell = (event: RunEvent, t: number): void => {
    const before = run.status;
    const decision = decide(run, event, t * 1000, candidates);
    run = decision.run;
    if (decision.outcome !== 'changed') return;
    for (const effect of decision.effects) {
      if (effect.kind !== 'startCall') continue;
      const { callId, userId } = effect;
      const nth = (nths.get(userId) ?? 0) + 1;
      nths.set(userId, nth);
      const { after, how, reads } = fate(userId, nth);
      const told = {
        accepted: { kind: 'callAccepted', callId, userId },
        declined: { kind: 'callDeclined', callId, userId },
      } as const;
      const event =
        how === 'accepted' || how === 'declined'
          ? told[how]
          : ({ kind: 'callEnded', callId, userId, reason: how } as const);
      ends.push({ at: t + after, event });
      if (reads !== null) answers.push({ at: t + reads, event: { kind: 'callAnswered', callId, userId } });
    }
    if (isFinal(run.status) && !isFinal(before))
      end = `${run.status} at ${t} by ${run.acceptances.map((a) => a.userId).join(' ')}`;
  };
  for (let t = 0; t < SECONDS; t += 1) {
    if (t === 0) tell({ kind: 'start' }, t);
    const isLive = (event: RunEvent): boolean =>
      'callId' in event && run.live.some((call) => call.callId === event.callId);
    if (t > 0 && run.dueAt === t * 1000 && run.status === 'delayed') tell({ kind: 'due' }, t);
    // As in the naive model: who begins to read in the second in which another stops is reading.
    for (const { event } of answers.filter((e) => e.at === t)) tell(event, t);
    for (const { event } of ends.filter((e) => e.at === t)) if (isLive(event)) tell(event, t);
    for (const turn of turns)
      if (turn.at === t && (turn.does !== 'skip' || run.status !== 'delayed')) tell(told(turn), t);
    if (run.dueAt !== null && run.dueAt <= t * 1000) tell({ kind: 'due' }, t);
    board.push(
      run.live
        .map((call) => call.userId)
        .sort()
        .join(''),
    );
  }
  return { board, end };
}

function told({ does, user }: Turn): RunEvent {
  if (does === 'take') return { kind: 'taken', userId: user };
  return (
    { skip: { kind: 'skipStep' }, resolve: { kind: 'alertsResolved' }, fire: { kind: 'alertFired' } } as const
  )[does];
}

const fateArb: fc.Arbitrary<Fate> = fc.record({
  after: fc.integer({ min: 1, max: 45 }),
  reads: fc.option(fc.integer({ min: 1, max: 20 })),
  how: fc.constantFrom(
    'unsent' as const,
    'rang-out' as const,
    'rang-out' as const,
    'rang-out' as const,
    'silent' as const,
    'unreachable' as const,
    'declined' as const,
    'accepted' as const,
  ),
});

it('kernel 1 and a naive second-by-second model agree on who is being called when, and how it ends', () => {
  const fatesArb = fc.array(fateArb, { minLength: 4, maxLength: 15 });
  const turnArb = fc.record({
    at: fc.integer({ min: 0, max: 200 }),
    does: fc.constantFrom(
      'skip' as const,
      'skip' as const,
      'resolve' as const,
      'fire' as const,
      'take' as const,
    ),
    user: fc.constantFrom('A', 'B', 'T'),
  });
  const turnsArb = fc.array(turnArb, { maxLength: 4 });
  fc.assert(
    fc.property(policyArb, candidatesArb, fatesArb, turnsArb, (policy, candidates, fates, turns) => {
      const fate = (user: string, nth: number): Fate =>
        fates[(user.charCodeAt(0) * 5 + nth * 3) % fates.length]!;
      expect(byKernel(policy, candidates, fate, turns)).toEqual(
        stepThrough(policy, candidates, fate, turns, SECONDS),
      );
    }),
    { numRuns: RUNS },
  );
});

it('kernel 2 and a naive 10 ms model agree on which channel is used when, and how the call ends', () => {
  // Each kind of happening gets its own residue, so that no two of different kinds fall on one tick.
  const apart = (plan: PersonPlan): PersonPlan => ({
    devices: plan.devices.map((d, i) => ({
      ...d,
      send: d.send === 'no-answer' ? d.send : { ...d.send, afterMs: d.send.afterMs + i * 10 },
      ringingMs: d.ringingMs === null ? null : d.ringingMs + 6_030 + i * 10,
      suppressedMs: d.suppressedMs === null ? null : d.suppressedMs + 6_060 + i * 10,
    })),
    phone: plan.phone && {
      ringingMs: plan.phone.ringingMs,
      pickUpMs: plan.phone.pickUpMs === null ? null : plan.phone.pickUpMs + 9_000,
      overMs: plan.phone.overMs === null ? null : plan.phone.overMs + 40_000,
    },
    acts: plan.acts.map((act) => ({
      ...act,
      afterMs: act.afterMs + 50 + (act.does === 'answer' ? 5_000 : 0),
    })),
  });
  const step = { simultaneous: 1, retries: 0, pauseSeconds: 0, responders: 1 };
  fc.assert(
    fc.property(
      personArb,
      fc.integer({ min: 10, max: 40 }),
      fc.integer({ min: 5, max: 60 }),
      (person, ringSeconds, decisionSeconds) => {
        const plan = apart(person);
        const policy: Policy = {
          steps: [{ ...step, ringSeconds }],
          delaySeconds: 0,
          repeat: 0,
          decisionSeconds,
          whenAlertsResolve: 'stop',
          lastResort: 'own',
        };
        const world = new World({
          run: newRun(policy, 'high'),
          candidates: [[{ userId: 'A', reachable: true }]],
          plan: () => plan,
        });
        world.at(0, () => world.apply('e1', { kind: 'start' }));
        const naive = tickThrough(plan, ringSeconds, decisionSeconds);
        const lines = world
          .until(Infinity)
          .trace.filter((line) => / A (?!called)/.test(line) && !line.includes('told'));
        expect(lines.slice(0, naive.length)).toEqual(naive);
      },
    ),
    { numRuns: RUNS / 2 },
  );
});
