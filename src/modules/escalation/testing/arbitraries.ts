import fc from 'fast-check';
import type { CallEvent, Device, Receipt } from '../call.state.js';
import type { RunEvent } from '../escalation.state.js';
import { newRun } from '../escalation.state.js';
import type { Act, DevicePlan, PersonPlan, PhonePlan } from './phones.js';
import type { CandidatesByStep, Policy, PolicyStep } from '../policy.js';
import type { Outage, Setting } from './world.js';

export const RUNS = Number(process.env['RUNS'] ?? 2000);
const PEOPLE = ['A', 'B', 'C', 'D', 'E'] as const;

const seconds = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
const ms = (max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 1, max: max / 100 }).map((tenths) => tenths * 100);

export const stepArb: fc.Arbitrary<PolicyStep> = fc.record({
  simultaneous: seconds(1, 3),
  ringSeconds: seconds(10, 40),
  retries: seconds(0, 2),
  pauseSeconds: seconds(0, 25),
  responders: seconds(1, 2),
});

export const policyArb: fc.Arbitrary<Policy> = fc.record({
  steps: fc.array(stepArb, { minLength: 1, maxLength: 3 }),
  delaySeconds: fc.constantFrom(0, 0, 20),
  repeat: seconds(0, 2),
  decisionSeconds: seconds(5, 60),
  whenAlertsResolve: fc.constantFrom('stop' as const, 'go-on' as const),
  lastResort: fc.constantFrom('own' as const, 'organisation' as const),
});

const listedArb: fc.Arbitrary<CandidatesByStep> = fc.array(
  fc
    .tuple(
      fc.shuffledSubarray([...PEOPLE], { minLength: 0, maxLength: 4 }),
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 5, maxLength: 5 }),
    )
    .map(([users, dice]) => users.map((userId, i) => ({ userId, reachable: dice[i] !== 0 }))),
  { minLength: 3, maxLength: 3 },
);

/** Some of them have been rung often of late. */
const heldArb: fc.Arbitrary<CandidatesByStep> = fc
  .tuple(
    listedArb,
    fc.dictionary(
      fc.constantFrom(...PEOPLE),
      fc.integer({ min: 1, max: 200 }).map((at) => at * 1000),
    ),
  )
  .map(([steps, held]) =>
    steps.map((step) =>
      step.map((one) => {
        const heldUntil = held[one.userId];
        return heldUntil === undefined ? one : { ...one, heldUntil };
      }),
    ),
  );

export const candidatesArb: fc.Arbitrary<CandidatesByStep> = fc.oneof(listedArb, heldArb);

const deviceArb: fc.Arbitrary<DevicePlan> = fc.record({
  id: fc.constantFrom('app', 'tablet', 'browser'),
  variant: fc.constantFrom('normal' as const, 'normal' as const, 'emergency' as const),
  proof: fc.constantFrom('strong' as const, 'strong' as const, 'weak' as const),
  send: fc.oneof(
    fc.record({
      afterMs: ms(6_000),
      answer: fc.constantFrom(
        'accepted' as const,
        'accepted' as const,
        'accepted' as const,
        'refused' as const,
        'gone' as const,
      ),
    }),
    fc.constant('no-answer' as const),
  ),
  ringingMs: fc.option(ms(9_000).map((later) => later + 6_000 - 5_500)),
  suppressedMs: fc.option(
    ms(9_000).map((later) => later + 6_000 - 5_500),
    { freq: 5 },
  ),
});

export const deviceListArb: fc.Arbitrary<readonly Device[]> = fc.uniqueArray(deviceArb, {
  selector: (device) => device.id,
  maxLength: 3,
});

const deviceIdArb = fc.constantFrom('app', 'tablet', 'browser', 'nobody');

export const callEventArb: fc.Arbitrary<CallEvent> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<CallEvent>({ kind: 'due' }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('receipt' as const),
      deviceId: deviceIdArb,
      receipt: fc.constantFrom<Receipt>(
        'provider-accepted',
        'delivered',
        'ringing',
        'answered',
        'suppressed',
        'expired',
        'stopped',
        'refused',
        'gone',
        'declined',
        'accepted',
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('phone' as const),
      phone: fc.constantFrom('ringing' as const, 'picked-up' as const, 'digit' as const, 'over' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<CallEvent>(
      { kind: 'answer', by: 'console' },
      { kind: 'accept', by: 'cli' },
      { kind: 'decline', by: 'cli' },
      { kind: 'cancel' },
      { kind: 'start' },
    ),
  },
);

const phoneArb: fc.Arbitrary<PhonePlan> = fc.record({
  ringingMs: fc.option(ms(9_000)),
  pickUpMs: fc.option(ms(30_000), { freq: 3 }),
  overMs: fc.option(ms(45_000), { freq: 3 }),
});

const actArb: fc.Arbitrary<Act> = fc.record({
  afterMs: ms(80_000),
  does: fc.constantFrom(
    'answer' as const,
    'answer' as const,
    'accept' as const,
    'decline' as const,
    'decline' as const,
    'digit' as const,
  ),
  by: fc.constantFrom('app', 'tablet', 'cli'),
});

export const personArb: fc.Arbitrary<PersonPlan> = fc.record({
  devices: fc.uniqueArray(deviceArb, { selector: (device) => device.id, maxLength: 3 }),
  phone: fc.option(phoneArb),
  acts: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: fc.array(actArb, { maxLength: 2 }) },
  ),
});

export type Nudge = { readonly at: number; readonly event: RunEvent };

const nudgeArb: fc.Arbitrary<Nudge> = fc.record({
  at: ms(240_000),
  event: fc.oneof(
    { weight: 3, arbitrary: fc.constant<RunEvent>({ kind: 'skipStep' }) },
    {
      weight: 3,
      arbitrary: fc
        .constantFrom('high' as const, 'critical' as const)
        .map<RunEvent>((severity) => ({ kind: 'severityRose', severity })),
    },
    {
      weight: 3,
      arbitrary: fc.subarray([...PEOPLE, 'X', 'Y']).map<RunEvent>((users) => ({
        kind: 'targetsAdded',
        targets: users.map((userId) => ({ userId, reachable: userId !== 'Y' })),
      })),
    },
    { weight: 2, arbitrary: fc.constant<RunEvent>({ kind: 'alertsResolved' }) },
    { weight: 2, arbitrary: fc.constant<RunEvent>({ kind: 'alertFired' }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('A', 'T').map<RunEvent>((userId) => ({ kind: 'taken', userId })),
    },
    { weight: 1, arbitrary: fc.constant<RunEvent>({ kind: 'cancelled' }) },
    { weight: 3, arbitrary: fc.constant<RunEvent>({ kind: 'due' }) },
  ),
});

export interface Scene {
  readonly setting: Setting;
  readonly nudges: readonly Nudge[];
}

const outageArb: fc.Arbitrary<Outage> = fc
  .tuple(ms(200_000), ms(90_000))
  .map(([from, long]) => ({ from, until: from + long }));

/** A whole night: policy, people, what their phones and thumbs do, what others do meanwhile, and when the engine is down. */
export function sceneArb(engine: 'punctual' | 'late'): fc.Arbitrary<Scene> {
  return fc
    .record({
      policy: policyArb,
      candidates: candidatesArb,
      plans: fc.array(personArb, { minLength: 3, maxLength: 12 }),
      nudges: fc.array(nudgeArb, { maxLength: 3 }),
      outages: engine === 'late' ? fc.array(outageArb, { maxLength: 2 }) : fc.constant([]),
      late: engine === 'late' ? seconds(0, 80) : fc.constant(0),
    })
    .map(({ policy, candidates, plans, nudges, outages, late }) => ({
      nudges,
      setting: {
        run: newRun(policy, 'warning'),
        candidates,
        outages,
        lateMs: (dueAt: number) => (late === 0 ? 0 : (dueAt * 7919) % late),
        plan: (userId: string, nth: number) => plans[(userId.charCodeAt(0) * 31 + nth * 17) % plans.length]!,
      },
    }));
}
