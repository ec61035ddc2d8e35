import { describe, expect, it } from '@jest/globals';
import { LOOP_SECONDS, bellLoop, riseSeconds, vibration } from './bell.js';

describe('the bell', () => {
  const rate = 8_000;
  const samples = bellLoop(rate);
  const loudest = (from: number, to: number): number =>
    samples.slice(from * rate, to * rate).reduce((peak, value) => Math.max(peak, Math.abs(value)), 0);

  it('is one loop long, loud but never clipped', () => {
    expect(samples).toHaveLength(rate * LOOP_SECONDS);
    expect(loudest(0, LOOP_SECONDS)).toBeCloseTo(0.95, 2);
  });

  it('rings in its first half and rests in its second', () => {
    expect(loudest(0, 2)).toBeGreaterThan(0.5);
    expect(loudest(2.6, 4)).toBe(0);
  });

  it('is at its loudest at once when it is critical, and rises otherwise', () => {
    expect([riseSeconds('critical'), riseSeconds('high')]).toEqual([0, 6]);
  });

  it('buzzes three times, twice or once', () => {
    expect(vibration('critical')).toEqual([500, 200, 500, 200, 500]);
    expect(vibration('high')).toHaveLength(3);
    expect(vibration('info')).toHaveLength(1);
  });
});
