import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideCall } from './call.rules.js';
import type { Call, Receipt } from './call.state.js';
import { newCall, stageOf } from './call.state.js';
import { RUNS } from './testing/arbitraries.js';

const devices = [
  { id: 'app', variant: 'normal', proof: 'strong' },
  { id: 'browser', variant: 'normal', proof: 'weak' },
  { id: 'emergency', variant: 'emergency', proof: 'strong' },
] as const;
const KINDS: readonly Receipt[] = [
  'provider-accepted',
  'delivered',
  'ringing',
  'answered',
  'accepted',
  'declined',
  'suppressed',
  'expired',
  'stopped',
];

const receiptArb = fc.record({
  deviceId: fc.constantFrom(...devices.map((d) => d.id)),
  receipt: fc.constantFrom(...KINDS),
});

function heard(
  receipts: readonly { readonly deviceId: string; readonly receipt: Receipt }[],
  phone: 'absent' | 'idle',
): Call {
  const opened = decideCall(
    newCall({ callId: 'c', userId: 'A', ringSeconds: 30, decisionSeconds: 60, devices, phone }),
    { kind: 'start' },
    0,
  ).call;
  return receipts.reduce<Call>(
    (before, r) => decideCall(before, { kind: 'receipt', ...r }, 1_000).call,
    opened,
  );
}

function received(...given: Parameters<typeof heard>): unknown {
  const call = heard(...given);
  const each = call.devices.map(({ id, stage, suppressed, refusal }) => ({ id, stage, suppressed, refusal }));
  return { status: call.status, reason: call.endReason, stage: stageOf(call), each };
}

it('invariant 13: receipts commute, and repeating them changes nothing', () => {
  const bothArb = fc
    .array(receiptArb, { minLength: 1, maxLength: 8 })
    .chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray([...list, ...list], { minLength: 2 * list.length }),
        fc.constantFrom('absent' as const, 'idle' as const),
      ),
    );
  fc.assert(
    fc.property(bothArb, ([list, shuffledTwice, phone]) => {
      expect(received(shuffledTwice, phone)).toEqual(received(list, phone));
    }),
    { numRuns: RUNS * 5 },
  );
});

it('invariant 13: a stage never goes back', () => {
  const stagesArb = fc.array(receiptArb, { maxLength: 12 });
  fc.assert(
    fc.property(stagesArb, (list) => {
      const ranks = list.map((_, i) => received(list.slice(0, i + 1), 'idle') as { readonly stage: Receipt });
      const order = ['none', ...KINDS.slice(0, 4), 'declined', 'accepted'];
      const indexes = ranks.map(({ stage }) => order.indexOf(stage));
      expect(indexes).toEqual([...indexes].sort((x, y) => x - y));
    }),
    { numRuns: RUNS },
  );
});

it('invariant 13: a receipt that is known already makes no version, whatever became of the call', () => {
  const known = fc.tuple(fc.array(receiptArb, { minLength: 1, maxLength: 6 }), fc.nat(5));
  fc.assert(
    fc.property(known, ([list, index]) => {
      const call = heard(list, 'idle');
      const again = list[index % list.length] ?? list[0]!;
      const before = decideCall(call, { kind: 'receipt', ...again }, 1_000);
      const isSecondThought =
        (again.receipt === 'declined' && call.status === 'ended') ||
        (again.receipt === 'accepted' && call.status !== 'accepted');
      expect(before.outcome).toBe(isSecondThought ? 'changed' : 'ignored');
    }),
    { numRuns: RUNS },
  );
});

it.each(['accept', 'decline'] as const)('a late %s does not make the ring any longer than it was', (kind) => {
  const opened = heard([{ deviceId: 'app', receipt: 'ringing' }], 'absent');
  const over = decideCall(opened, { kind: 'due' }, opened.dueAt ?? 0).call;
  expect(over).toMatchObject({ status: 'ended', endedAt: opened.dueAt });
  const { call } = decideCall(over, { kind, by: 'app' }, (over.endedAt ?? 0) + 60_000);
  expect(call).toMatchObject({
    status: kind === 'accept' ? 'accepted' : 'declined',
    endedAt: over.endedAt,
  });
});
