import { expect, it } from '@jest/globals';
import { HeldPings, MOST_HELD } from './held-pings.js';

const at = new Date(0);
const keysOf = (held: HeldPings): string[] => held.all().map(([key]) => key);

it('strangers take no room from keys that were good before, and come after them', () => {
  const held = new HeldPings();
  held.wasGood('backup');
  for (let n = 0; n < MOST_HELD + 5; n += 1) held.hold(`stranger ${n}`, at);
  expect(held.size).toBe(MOST_HELD);
  held.hold('backup', at);
  expect(held.size).toBe(MOST_HELD + 1);
  expect(keysOf(held)[0]).toBe('backup');
});

it('one that cannot be written down stands behind the others next time', () => {
  const held = new HeldPings();
  for (const key of ['a', 'b', 'c']) held.hold(key, at);
  held.putBack('a');
  expect(keysOf(held)).toEqual(['b', 'c', 'a']);
});

it('keeps one that came while the older one was written down', () => {
  const held = new HeldPings();
  held.hold('a', at);
  held.hold('a', new Date(1));
  held.done('a', at);
  expect(held.all()).toEqual([['a', new Date(1)]]);
  const [[, newer] = []] = held.all();
  held.done('a', newer as Date);
  expect(held.size).toBe(0);
});
