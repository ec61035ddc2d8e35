import { SchedulerRegistry } from '@nestjs/schedule';
import { afterEach, expect, it } from '@jest/globals';
import { Wake } from '../events/wake.js';
import { Loops } from './loop.js';
import { ManualClock } from './manual-clock.js';

const clock = new ManualClock();
const loops = new Loops(clock, new Wake(), new SchedulerRegistry());
afterEach(() => loops.stop());

/** Until whatever was begun has come to rest. */
const rest = async (): Promise<void> => {
  for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
};

it('invariant 23: a timer fires at its instant, not when the next poll happens to come', async () => {
  const due = [250, 900, 930].map((ms) => clock.nowMs() + ms);
  const fired: number[] = [];
  loops.start({
    name: 'timers',
    topics: [],
    // As good as never: the poll is for what was missed.
    pollMs: 600_000,
    tick: () => {
      while (due[0] !== undefined && due[0] <= clock.nowMs()) fired.push(clock.nowMs() - (due.shift() ?? 0));
      return Promise.resolve(0);
    },
    nextDueMs: () => Promise.resolve(due[0]),
  });
  await rest();
  for (let ms = 0; ms < 1_000; ms += 10) {
    clock.moveTo(clock.nowMs() + 10);
    await rest();
  }
  expect(fired).toEqual([0, 0, 0]);
});
