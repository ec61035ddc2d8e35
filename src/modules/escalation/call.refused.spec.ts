import { describe, expect, it } from '@jest/globals';
import { decideCall } from './call.rules.js';
import { type Call, newCall, type Receipt } from './call.state.js';

/** A call of one app and no telephone, after these receipts, a second apart. */
function after(...receipts: readonly Receipt[]): Call {
  const call = newCall({
    callId: 'c',
    userId: 'A',
    ringSeconds: 19,
    decisionSeconds: 60,
    devices: [{ id: 'app', variant: 'normal', proof: 'strong' }],
    phone: 'absent',
  });
  const started = decideCall(call, { kind: 'start' }, 0).call;
  return receipts.reduce(
    (so, receipt, i) => decideCall(so, { kind: 'receipt', deviceId: 'app', receipt }, (i + 1) * 1_000).call,
    started,
  );
}

/** Found by seed 180 of the simulation: a ring was sent again after a crash, and its provider refused that. */
describe('invariant 12: a provider that refuses a repetition takes nothing back', () => {
  it.each<readonly Receipt[]>([
    ['delivered', 'refused'],
    ['suppressed', 'refused'],
    ['delivered', 'suppressed', 'refused'],
  ])('%s, %s: it lies on the screen, and the ring has its whole time', (...receipts) => {
    expect(after(...receipts)).toMatchObject({ status: 'calling' });
  });

  it('what was refused and delivered nowhere is over at once, and so is an app that is gone', () => {
    expect(after('refused')).toMatchObject({ status: 'ended', endReason: 'unsent' });
    expect(after('delivered', 'gone')).toMatchObject({ status: 'ended' });
    expect(after('suppressed', 'gone')).toMatchObject({ status: 'ended' });
  });
});
