import { DURATION_UNITS, durationParts, durationSeconds } from './duration';

describe('a length of time in a form', () => {
  it.each([
    [30, 30, 's'],
    [60, 1, 'min'],
    [90, 90, 's'],
    [3600, 1, 'h'],
    [5400, 90, 'min'],
    [172_800, 2, 'd'],
    [0, 0, 'min'],
  ] as const)('%i seconds are %i %s', (seconds, count, unit) => {
    expect(durationParts(seconds)).toEqual({ count, unit });
  });

  it('comes back as it was, whatever its unit', () => {
    for (const unit of DURATION_UNITS)
      for (const count of [1, 7, 59]) {
        const seconds = durationSeconds(count, unit);
        const parts = durationParts(seconds);
        expect(durationSeconds(parts.count, parts.unit)).toBe(seconds);
      }
  });
});
