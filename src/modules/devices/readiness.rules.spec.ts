import { describe, expect, it } from '@jest/globals';
import { proofOf, readinessOf } from './readiness.rules.js';

const reachable = { hasLiveAddress: true, isConnected: false };
const check = (level: 'ok' | 'warn' | 'fail' | 'unknown') => ({ check: 'sound', level });

describe('readiness', () => {
  it('is as bad as the worst check', () => {
    expect(readinessOf([check('ok'), check('warn'), check('ok')], reachable)).toBe('warn');
    expect(readinessOf([check('warn'), check('fail')], reachable)).toBe('fail');
    expect(readinessOf([check('ok'), check('unknown')], reachable)).toBe('unknown');
    expect(readinessOf([check('ok')], reachable)).toBe('ok');
  });

  it('is unknown while the device has said nothing', () => {
    expect(readinessOf([], reachable)).toBe('unknown');
  });

  it('fails without any way to the device, whatever it says of itself', () => {
    expect(readinessOf([check('ok')], { hasLiveAddress: false, isConnected: false })).toBe('fail');
    expect(readinessOf([check('ok')], { hasLiveAddress: false, isConnected: true })).toBe('ok');
  });
});

describe('the proof of a ring', () => {
  it('is weak from a browser that its owner does not trust, else strong', () => {
    expect(proofOf('web', false)).toBe('weak');
    expect(proofOf('web', true)).toBe('strong');
    expect(proofOf('android', false)).toBe('strong');
  });
});
