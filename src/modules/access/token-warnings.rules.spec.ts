import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { daysLeft, warningDue } from './token-warnings.rules.js';

const DAY_MS = 86_400_000;
const END = new Date('2027-03-01T00:00:00Z');
const before = (days: number): Date => new Date(END.getTime() - days * DAY_MS);
const token = (madeForDays: number, warnedDays: number | null = null) => ({
  createdAt: before(madeForDays),
  expiresAt: END,
  warnedDays,
});

describe('the warning before a token ends', () => {
  it.each([
    [90, null, 14.1, undefined],
    [90, null, 14, 14],
    [90, 14, 10, undefined],
    [90, 14, 3, 3],
    [90, null, 2, 3],
    [90, 3, 1, undefined],
    [90, null, 0, undefined],
    [7, null, 6, undefined],
    [7, null, 3, 3],
    [2, null, 1, undefined],
  ])('of one made for %d days, warned of %j, with %d days left, is %j', (made, warned, left, due) => {
    expect(warningDue(token(made, warned), before(left))).toBe(due);
  });

  it('comes at most twice, however often somebody looks', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 366 }),
        fc.array(fc.double({ min: 0, max: 366, noNaN: true })),
        (made, looks) => {
          let warned: number | null = null;
          const given: number[] = [];
          for (const left of looks.filter((days) => days <= made).sort((a, b) => b - a)) {
            const due = warningDue(token(made, warned), before(left));
            if (due === undefined) continue;
            given.push(due);
            warned = due;
          }
          expect(given.length).toBeLessThanOrEqual(2);
          expect([...given].sort((a, b) => b - a)).toEqual([...new Set(given)]);
        },
      ),
    );
  });

  it('counts days as people do', () => {
    expect(daysLeft(END, before(3))).toBe(3);
    expect(daysLeft(END, before(0.1))).toBe(1);
  });
});
