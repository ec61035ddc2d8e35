import { SchedulerRegistry } from '@nestjs/schedule';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Wake } from '../events/wake.js';
import { Loops, type LoopSpec } from './loop.js';
import { ManualClock } from './manual-clock.js';

const POLL_MS = 1_000;
const clock = new ManualClock();
const wake = new Wake();
let loops: Loops;
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  loops = new Loops(clock, wake, new SchedulerRegistry());
});
afterEach(async () => {
  await loops.stop();
  jest.useRealTimers();
});

/** Until whatever was begun has come to rest. */
const rest = async (): Promise<void> => {
  for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
};
const poll = async (): Promise<void> => {
  jest.advanceTimersByTime(POLL_MS);
  await rest();
};

/** What was looked for, and what only asked after. */
function startLoop(more: Pick<LoopSpec, 'idlePollMs' | 'isBusy'> = {}): {
  ticks: number;
  asked: number;
  dueMs: number | undefined;
} {
  const seen = { ticks: 0, asked: 0, dueMs: undefined as number | undefined };
  loops.start({
    name: 'timers',
    topics: ['timers'],
    pollMs: POLL_MS,
    ...more,
    tick: () => {
      seen.ticks += 1;
      return Promise.resolve(0);
    },
    nextDueMs: () => {
      seen.asked += 1;
      return Promise.resolve(seen.dueMs);
    },
  });
  return seen;
}

it('looks at its start and when it is woken; a poll only asks whether anything is due', async () => {
  const seen = startLoop();
  await rest();
  expect(seen.ticks).toBe(1);
  for (let i = 0; i < 5; i += 1) await poll();
  expect(seen.ticks).toBe(1);
  expect(seen.asked).toBe(6);
  wake.wakeHere('timers');
  await rest();
  expect(seen.ticks).toBe(2);
});

it('a poll finds what nobody has woken it for', async () => {
  const seen = startLoop();
  await rest();
  seen.dueMs = clock.nowMs() - 1;
  await poll();
  expect(seen.ticks).toBe(2);
});

it('what a poll sees coming is done in time', async () => {
  const seen = startLoop();
  await rest();
  seen.dueMs = clock.nowMs() + 400;
  await poll();
  expect(seen.ticks).toBe(1);
  clock.moveTo(seen.dueMs);
  await rest();
  expect(seen.ticks).toBe(2);
});

it('who is woken while a poll asks is not put off by the answer', async () => {
  const seen = startLoop();
  await rest();
  jest.advanceTimersByTime(POLL_MS);
  wake.wakeHere('timers');
  await rest();
  expect(seen.ticks).toBe(2);
});

describe('an idle house', () => {
  const idlePoll = async (): Promise<void> => {
    clock.moveTo(clock.nowMs() + POLL_MS);
    await poll();
  };
  const asksIn = async (polls: number, dueInMs?: number, isBusy = false): Promise<number> => {
    const seen = startLoop({ idlePollMs: 4 * POLL_MS, isBusy: () => isBusy });
    seen.dueMs = dueInMs === undefined ? undefined : clock.nowMs() + dueInMs;
    await rest();
    const before = seen.asked;
    for (let i = 0; i < polls; i += 1) await idlePoll();
    return seen.asked - before;
  };

  it('is asked seldom, while others can wake it', async () => {
    wake.hearsOthers = true;
    expect(await asksIn(8)).toBe(2);
  });

  it('is asked with every poll where nobody could', async () => {
    wake.hearsOthers = false;
    expect(await asksIn(8)).toBe(8);
  });

  it('is not idle while something is due within a minute', async () => {
    wake.hearsOthers = true;
    expect(await asksIn(8, 50_000)).toBe(8);
  });

  it('is not idle while something is under way', async () => {
    wake.hearsOthers = true;
    expect(await asksIn(8, undefined, true)).toBe(8);
  });

  it('looks at once when it is woken', async () => {
    wake.hearsOthers = true;
    const seen = startLoop({ idlePollMs: 4 * POLL_MS });
    await rest();
    await idlePoll();
    wake.wakeHere('timers');
    await rest();
    expect(seen.ticks).toBe(2);
  });
});
