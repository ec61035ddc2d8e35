import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { askAgainMs, type Line, LONGEST_WAIT_MS, placeOn, taken } from './phone-queue.rules.js';

const line = (instance: string, everyMs: number, nextMs = 0): Line => ({ instance, everyMs, nextMs });

/** Where so many calls go that are asked for at the same instant. */
function placesOf(calls: number, lines: readonly Line[]): readonly (string | undefined)[] {
  let now = lines;
  return Array.from({ length: calls }, () => {
    const place = placeOn(now, 0);
    if (place) now = taken(now, place);
    return place && `${place.instance} ${place.atMs}`;
  });
}

describe('the queue before the telephone providers', () => {
  it('dials at once where there is no bound', () => {
    expect(placesOf(3, [line('free', 0)])).toEqual(['free 0', 'free 0', 'free 0']);
  });

  it('dials one a second, and gives nobody a place that is more than three seconds away', () => {
    const places = ['one 0', 'one 1000', 'one 2000', 'one 3000', undefined];
    expect(placesOf(5, [line('one', 1000)])).toEqual(places);
  });

  it('goes to the next provider rather than wait longer', () => {
    const lines = [line('first', 1000, 2500), line('second', 500)];
    expect(placesOf(4, lines)).toEqual(['first 2500', 'second 0', 'second 500', 'second 1000']);
  });

  it('lets all that wait ask again at the same instant: the first at which there is one more place', () => {
    expect(askAgainMs([line('one', 1000, 4000)], 0)).toBe(1000);
    expect(askAgainMs([line('one', 1000, 4000), line('two', 500, 3500)], 200)).toBe(500);
    expect(askAgainMs([line('one', 1000, 100)], 200)).toBe(201);
  });

  it('never begins more calls in a second than a provider takes, whenever they are asked for', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(gaps, fc.constantFrom(1000, 334, 100), (pauses, everyMs) => {
        let lines: readonly Line[] = [line('one', everyMs)];
        let nowMs = 0;
        const starts: number[] = [];
        for (const pause of pauses) {
          nowMs += pause;
          const place = placeOn(lines, nowMs);
          if (!place) continue;
          expect(place.atMs - nowMs).toBeLessThanOrEqual(LONGEST_WAIT_MS);
          lines = taken(lines, place);
          starts.push(place.atMs);
        }
        for (const [i, at] of starts.slice(1).entries())
          expect(at - (starts[i] ?? 0)).toBeGreaterThanOrEqual(everyMs);
      }),
    );
  });
});
