import { describe, expect, it } from '@jest/globals';
import { type CanaryAddress, canaryAgeSeconds, isCanaryDead, nextCanary } from './canary.rules.js';

const at = (second: number): Date => new Date(Date.UTC(2026, 10, 26) + second * 1000);
const address = (more: Partial<CanaryAddress> = {}): CanaryAddress => ({
  url: 'https://a.example.jp',
  since: at(0),
  postedAt: undefined,
  failure: undefined,
  provedAt: undefined,
  ...more,
});

describe('the age of a proof', () => {
  it('counts from the last ring, and before the first one from when we began to try', () => {
    expect(canaryAgeSeconds(address(), at(30))).toBe(30);
    expect(canaryAgeSeconds(address({ provedAt: at(50) }), at(60))).toBe(10);
  });

  it('does not count the time in which nobody tried', () => {
    expect(canaryAgeSeconds(address({ since: at(1000), provedAt: at(50) }), at(1010))).toBe(10);
  });

  it('is that of a dead canary after three intervals', () => {
    expect(isCanaryDead(address({ provedAt: at(1) }), 60, at(181))).toBe(false);
    expect(isCanaryDead(address({ provedAt: at(1) }), 60, at(182))).toBe(true);
  });
});

describe('whose turn it is', () => {
  const [a, b] = [address({ url: 'a' }), address({ url: 'b' })];

  it('is the one that has waited longest, once its interval is over', () => {
    expect(nextCanary([a, b], 60, at(0))?.url).toBe('a');
    expect(nextCanary([{ ...a, postedAt: at(0) }, b], 60, at(5))?.url).toBe('b');
    const both = [
      { ...a, postedAt: at(5) },
      { ...b, postedAt: at(0) },
    ];
    expect(nextCanary(both, 60, at(59))).toBeUndefined();
    expect(nextCanary(both, 60, at(65))?.url).toBe('b');
  });
});
