import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { DatabaseClock } from './database-clock.js';

/** Of the database, which goes on by itself; this machine's wall clock is another one. */
const DATABASE_MS = Date.UTC(2026, 10, 26, 3, 12);
const HOUR_MS = 3_600_000;

let clocks: DatabaseClock[];
let database: { readMs(): Promise<number> };
let sinceMs: number;
let jumpedMs: number;

beforeEach(() => {
  jest.useFakeTimers({ now: Date.UTC(2001, 0, 1) });
  [clocks, sinceMs, jumpedMs] = [[], performance.now(), 0];
  database = { readMs: () => Promise.resolve(DATABASE_MS + performance.now() - sinceMs + jumpedMs) };
});
afterEach(() => {
  for (const clock of clocks) clock.stop();
  jest.useRealTimers();
});

async function started(): Promise<DatabaseClock> {
  const clock = new DatabaseClock(database);
  clocks.push(clock);
  await clock.start();
  return clock;
}

it('invariant 18: clocks that jump or are wrong change no order', async () => {
  const first = await started();
  expect(first.nowMs()).toBe(DATABASE_MS);
  const instants = [first.nowMs()];
  // Another replica, whose wall clock is an hour behind; then this machine is set back, and forward.
  for (const jumpMs of [-HOUR_MS, 3 * HOUR_MS, -HOUR_MS]) {
    jest.setSystemTime(Date.now() + jumpMs);
    const other = await started();
    await jest.advanceTimersByTimeAsync(700);
    expect(other.nowMs()).toBe(first.nowMs());
    instants.push(first.nowMs());
  }
  expect(instants.map((at) => at - DATABASE_MS)).toEqual([0, 700, 1_400, 2_100]);
  expect(first.isTrusted()).toBe(true);
});

it('invariant 18: while the time of the database jumps, nothing is claimed by it', async () => {
  const clock = await started();
  jumpedMs = 251;
  await jest.advanceTimersByTimeAsync(2_000);
  expect(clock.isTrusted()).toBe(false);
  await jest.advanceTimersByTimeAsync(2_000);
  expect(clock.isTrusted()).toBe(true);
  database.readMs = () => Promise.reject(new Error('planted'));
  await jest.advanceTimersByTimeAsync(10_000);
  expect(clock.isTrusted()).toBe(false);
});
