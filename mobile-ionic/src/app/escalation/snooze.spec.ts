import { describe, expect, it } from '@jest/globals';
import { inSets, minutesOf, nextMorning } from './snooze';

const at = (day: number, hour: number, minute: number): number =>
  new Date(2026, 10, day, hour, minute).getTime();

describe('a snooze', () => {
  it('lasts a quarter of an hour, an hour, or until eight in the morning', () => {
    expect(minutesOf('15m', at(27, 3, 12))).toBe(15);
    expect(minutesOf('1h', at(27, 3, 12))).toBe(60);
    expect(minutesOf('morning', at(27, 3, 12))).toBe(288);
    expect(minutesOf('morning', at(27, 22, 0))).toBe(600);
  });

  it('until the morning is never over at once, nor longer than a day', () => {
    expect(minutesOf('morning', at(27, 8, 0))).toBe(1440);
    expect(minutesOf('morning', at(27, 8, 0) - 1)).toBe(1);
    expect(nextMorning(at(30, 23, 59))).toBe(new Date(2026, 11, 1, 8, 0).getTime());
  });

  it('of many is asked in sets that the server takes', () => {
    const ids = Array.from({ length: 401 }, (_, nth) => `a${nth}`);
    expect(inSets(ids).map(({ length }) => length)).toEqual([200, 200, 1]);
    expect(inSets(ids).flat()).toEqual(ids);
    expect(inSets([])).toEqual([]);
  });
});
