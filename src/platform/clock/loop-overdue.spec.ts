import { SchedulerRegistry } from '@nestjs/schedule';
import { afterEach, expect, it } from '@jest/globals';
import { Wake } from '../events/wake.js';
import { Loops } from './loop.js';
import { ManualClock } from './manual-clock.js';

const clock = new ManualClock();
const loops = new Loops(clock, new Wake(), new SchedulerRegistry());
afterEach(() => loops.stop());

it('a chore that looks every ten minutes is not overdue after one; a loop that cannot run is', async () => {
  loops.start({ name: 'chore', topics: [], pollMs: 600_000, tick: () => Promise.resolve(0) });
  clock.moveTo(clock.nowMs() + 60_000);
  expect(loops.longestOverdueMs()).toBe(0);

  loops.start({
    name: 'engine',
    topics: [],
    pollMs: 600_000,
    tick: () => Promise.reject(new Error('planted')),
  });
  clock.moveTo(clock.nowMs() + 606_000);
  expect(loops.longestOverdueMs()).toBeGreaterThanOrEqual(6_000);
});
