import { describe, expect, it } from '@jest/globals';
import { decideCall } from './call.rules.js';
import { type CallEffect, type Device, newCall } from './call.state.js';

const device = (id: string, more: Partial<Device> = {}): Device => ({
  id,
  variant: 'normal',
  proof: 'strong',
  ...more,
});

/** What happens in the first moment of a call. */
function began(devices: readonly Device[], phone: 'absent' | 'idle' = 'idle'): readonly CallEffect[] {
  const call = newCall({ callId: 'c', userId: 'A', ringSeconds: 30, decisionSeconds: 60, devices, phone });
  const decision = decideCall(call, { kind: 'start' }, 0);
  return decision.outcome === 'changed' ? decision.effects : [];
}
const push = (...deviceIds: readonly string[]): CallEffect => ({ kind: 'push', deviceIds });
const PHONE: CallEffect = { kind: 'phone' };

describe('invariant 21: a breaker never leaves somebody with no channel tried', () => {
  it('the push is sent whatever is thought of its route', () => {
    for (const distrust of ['degraded', 'open'] as const)
      for (const phone of ['absent', 'idle'] as const)
        expect(began([device('app', { distrust })], phone)).toContainEqual(push('app'));
  });

  it('degraded: push and telephone together; the emergency app waits its five seconds', () => {
    const devices = [device('app', { distrust: 'degraded' }), device('red', { variant: 'emergency' })];
    expect(began(devices)).toEqual([push('app'), PHONE]);
  });

  it('open: the emergency app rings at once, too', () => {
    const devices = [device('app', { distrust: 'open' }), device('red', { variant: 'emergency' })];
    expect(began(devices)).toEqual([push('app'), push('red'), PHONE]);
  });

  it('one device on a route that works is enough to wait for', () => {
    expect(began([device('app', { distrust: 'open' }), device('other')])).toEqual([push('app', 'other')]);
  });

  it('the telephone that rings already is not called again after eight seconds', () => {
    const call = newCall({
      callId: 'c',
      userId: 'A',
      ringSeconds: 30,
      decisionSeconds: 60,
      devices: [device('app', { distrust: 'open' })],
      phone: 'idle',
    });
    const opened = decideCall(call, { kind: 'start' }, 0).call;
    const later = decideCall(opened, { kind: 'due' }, 8_000);
    expect(later.outcome === 'changed' ? later.effects : []).toEqual([]);
  });
});
