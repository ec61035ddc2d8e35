import { Clock, type Timer } from './clock.js';

export interface DatabaseTime {
  /** Milliseconds since the epoch, by the database. */
  readMs(): Promise<number>;
}

const SAMPLE_EVERY_MS = 2_000;
const STALE_AFTER_MS = 10_000;
const MAX_DISAGREEMENT_MS = 250;

interface Sample {
  readonly databaseMs: number;
  readonly monotonicMs: number;
  /** Half the round trip: how far off the sample may be. */
  readonly errorMs: number;
}

/**
 * Database time, sampled every 2 s, plus monotonic ticks. A jump of this machine's wall clock is not seen, and
 * replicas agree. Two samples that disagree, or an old one, make it untrusted until they are good again.
 */
export class DatabaseClock extends Clock {
  private sample: Sample = { databaseMs: Date.now(), monotonicMs: performance.now(), errorMs: 0 };
  private trusted = false;
  private timer: Timer | undefined;

  constructor(private readonly database: DatabaseTime) {
    super();
  }

  async start(): Promise<void> {
    await this.measure();
    this.trusted = true;
    this.plan();
  }

  stop(): void {
    this.timer?.cancel();
  }

  now(): Date {
    return new Date(this.at(performance.now()));
  }

  isTrusted(): boolean {
    return this.trusted && performance.now() - this.sample.monotonicMs < STALE_AFTER_MS;
  }

  after(ms: number, act: () => void): Timer {
    const handle = setTimeout(act, Math.max(0, ms));
    return { cancel: () => clearTimeout(handle) };
  }

  private plan(): void {
    this.timer = this.after(SAMPLE_EVERY_MS, () => {
      void this.measure()
        // The database is away: the age of the last sample tells.
        .catch(() => undefined)
        .finally(() => this.plan());
    });
  }

  private async measure(): Promise<void> {
    const before = performance.now();
    const databaseMs = await this.database.readMs();
    const after = performance.now();
    const sample = { databaseMs, monotonicMs: (before + after) / 2, errorMs: (after - before) / 2 };
    const disagreement = Math.abs(this.at(sample.monotonicMs) - databaseMs);
    this.trusted = disagreement <= MAX_DISAGREEMENT_MS + sample.errorMs + this.sample.errorMs;
    this.sample = sample;
  }

  private at(monotonicMs: number): number {
    return this.sample.databaseMs + (monotonicMs - this.sample.monotonicMs);
  }
}
