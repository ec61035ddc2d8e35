import { SchedulerRegistry } from '@nestjs/schedule';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Loops } from '../clock/loop.js';
import { ManualClock } from '../clock/manual-clock.js';
import { Wake } from '../events/wake.js';
import { Liveness } from './liveness.js';

/** The database answers, or does not. */
class DatabaseSeen extends ManualClock {
  answers = true;

  override isTrusted(): boolean {
    return this.answers;
  }
}

describe('liveness', () => {
  let clock: DatabaseSeen;
  let loops: Loops;
  let liveness: Liveness;
  let letGo: () => void;
  const pass = (ms: number): void => clock.moveTo(clock.nowMs() + ms);
  const start = (name: string, tick: () => Promise<number>): void =>
    loops.start({ name, topics: [], pollMs: 600_000, tick });

  beforeEach(() => {
    clock = new DatabaseSeen();
    loops = new Loops(clock, new Wake(), new SchedulerRegistry());
    liveness = new Liveness(clock, loops);
  });
  const hang = (): void => start('hung', () => new Promise((resolve) => (letGo = () => resolve(0))));
  afterEach(async () => {
    letGo?.();
    await new Promise((resolve) => setImmediate(resolve));
    await loops.stop();
  });

  it('ends when a turn has not come back for a minute, and not before', () => {
    hang();
    pass(60_000);
    expect(liveness.isAlive()).toBe(true);
    pass(1);
    expect(liveness.isAlive()).toBe(false);
  });

  it('goes on again once the turn has come back', async () => {
    hang();
    pass(61_000);
    letGo();
    await new Promise((resolve) => setImmediate(resolve));
    expect(liveness.isAlive()).toBe(true);
  });

  it('does not end for a loop that fails, or that rests', async () => {
    start('failing', () => Promise.reject(new Error('planted')));
    start('resting', () => Promise.resolve(0));
    await new Promise((resolve) => setImmediate(resolve));
    pass(3_600_000);
    expect(liveness.isAlive()).toBe(true);
  });

  it('never ends because the database is away, and gives it a minute when it is back', () => {
    hang();
    clock.answers = false;
    pass(3_600_000);
    expect(liveness.isAlive()).toBe(true);
    clock.answers = true;
    pass(60_000);
    expect(liveness.isAlive()).toBe(true);
    pass(1);
    expect(liveness.isAlive()).toBe(false);
  });
});
