import { describe, expect, it } from '@jest/globals';
import { FailureCounter } from './failure-counter.js';

const MINUTE = 60_000;
const at = (ms: number): Date => new Date(ms);

function written(counter: FailureCounter, addresses: readonly string[], nowMs: number): number {
  return addresses.filter((address) => counter.takeRow(address, nowMs)).length;
}
const times = (count: number, address: (i: number) => string): string[] =>
  Array.from({ length: count }, (_, i) => address(i));

describe('failed sign-ins', () => {
  it('from one address have ten rows a minute; the rest is a number, told when the minute is over', () => {
    const counter = new FailureCounter();
    expect(
      written(
        counter,
        times(37, () => 'here'),
        5 * MINUTE,
      ),
    ).toBe(10);
    expect(counter.summaries(6 * MINUTE - 1)).toEqual([]);
    const [summary, ...others] = counter.summaries(6 * MINUTE);
    expect(summary).toEqual({ address: 'here', count: 27, from: at(5 * MINUTE), until: at(6 * MINUTE) });
    expect(others).toEqual([]);
    expect(counter.summaries(6 * MINUTE)).toEqual([]);
  });

  it('have rows again in the next minute', () => {
    const counter = new FailureCounter();
    written(
      counter,
      times(20, () => 'here'),
      0,
    );
    expect(
      written(
        counter,
        times(20, () => 'here'),
        MINUTE,
      ),
    ).toBe(10);
  });

  it('of a stranger leave room for those of another address', () => {
    const counter = new FailureCounter();
    written(
      counter,
      times(500, () => 'stranger'),
      0,
    );
    expect(counter.takeRow('home', 0)).toBe(true);
  });

  it('from very many addresses have sixty rows a minute and one number, whatever their number', () => {
    const counter = new FailureCounter();
    expect(
      written(
        counter,
        times(5_000, (i) => `10.0.${i >> 8}.${i & 255}`),
        0,
      ),
    ).toBe(60);
    expect(counter.summaries(MINUTE)).toMatchObject([{ address: '', count: 4_940 }]);
  });

  it('that could not be told are told the next time', () => {
    const counter = new FailureCounter();
    written(
      counter,
      times(11, () => 'here'),
      0,
    );
    counter.giveBack(counter.summaries(MINUTE));
    expect(counter.summaries(2 * MINUTE)).toMatchObject([{ address: 'here', count: 1 }]);
  });
});
