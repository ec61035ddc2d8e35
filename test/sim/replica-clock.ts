import { Clock, type Timer } from '../../src/platform/clock/clock.js';
import type { Owner, WorldTime } from './world-time.js';

/** Each sample of the database's time is a little wrong, and between two of them the machine runs fast or slow. */
export interface Skew {
  readonly offsetMs: number;
  /** 1 is right. */
  readonly rate: number;
}

const SAMPLED_EVERY_MS = 2_000;

/**
 * The clock of one simulated replica. As the real one: the database's time of the last sample, and ticks since then;
 * a step that the samples cannot agree on makes it untrusted until the next two do.
 */
export class ReplicaClock extends Clock {
  private sampledAt: number;
  private stepMs = 0;
  private distrustedUntil = -Infinity;

  constructor(
    private readonly world: WorldTime,
    private readonly owner: Owner,
    private skew: Skew,
  ) {
    super();
    this.sampledAt = world.now;
  }

  begin(skew: Skew): void {
    this.skew = skew;
    this.sampledAt = this.world.now;
    this.stepMs = 0;
    this.distrustedUntil = -Infinity;
  }

  now(): Date {
    const { now } = this.world;
    while (now - this.sampledAt >= SAMPLED_EVERY_MS) {
      this.sampledAt += SAMPLED_EVERY_MS;
      this.stepMs = 0;
    }
    const drifted = (now - this.sampledAt) * (this.skew.rate - 1);
    return new Date(Math.round(now + this.skew.offsetMs + drifted + this.stepMs));
  }

  isTrusted(): boolean {
    return this.world.now >= this.distrustedUntil;
  }

  after(ms: number, act: () => void): Timer {
    // What is asked for now is not done before the caller has finished, as with any timer.
    // Whole milliseconds: what is left of a fraction depends on the hour, and ids are made of the time.
    return this.world.after(Math.round(Math.max(0, ms) / this.skew.rate), this.owner, () => act());
  }

  /** Until the next sample; from there on right again. */
  step(ms: number): void {
    this.stepMs += ms;
  }

  /** Two samples that disagree: nothing may be claimed. */
  distrust(ms: number): void {
    this.distrustedUntil = this.world.now + ms;
  }
}
