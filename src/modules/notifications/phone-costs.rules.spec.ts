import { describe, expect, it } from '@jest/globals';
import { ALL_TEAMS, callerOf, capsOf, costOf, isPassed, monthOf } from './phone-costs.rules.js';

const RATES = { currency: 'EUR', perCall: 0.1, perMinute: 0.5, capBlocksBelowCritical: false };

describe('what a telephone call costs', () => {
  it('is the call and each minute that was begun', () => {
    expect([0, 1, 60, 61].map((seconds) => costOf(RATES, seconds))).toEqual([0.1, 0.6, 0.6, 1.1]);
    expect(costOf(undefined, 300)).toBe(0);
  });

  it('belongs to a month of UTC', () => {
    expect(monthOf(new Date('2026-12-01T08:59:59+09:00'))).toBe('2026-11');
  });
});

describe('a cap', () => {
  const spent = [
    { teamId: 'mail', cost: 6 },
    { teamId: 'web', cost: 3 },
    { teamId: undefined, cost: 2 },
  ];

  it('is of all together, or of each team', () => {
    const caps = capsOf({ ...RATES, monthlyCap: 11, monthlyCapPerTeam: 5 }, spent);
    expect(caps).toEqual([
      { team: ALL_TEAMS, cap: 11, cost: 11 },
      { team: 'mail', cap: 5, cost: 6 },
      { team: 'web', cap: 5, cost: 3 },
    ]);
    expect(caps.map(isPassed)).toEqual([false, true, false]);
    expect(capsOf(RATES, spent)).toEqual([]);
  });
});

describe('who calls', () => {
  const both = [{ name: 'first' }, { name: 'second' }];
  const blocked =
    (...names: readonly string[]) =>
    (name: string): boolean =>
      names.includes(name);

  it('is another where the first has passed its cap, below critical', () => {
    expect(callerOf(both, false, blocked('first'))?.name).toBe('second');
    expect(callerOf(both, true, blocked('first'))?.name).toBe('first');
  });

  it('is never nobody', () => {
    expect(callerOf(both, false, blocked('first', 'second'))?.name).toBe('first');
  });
});
