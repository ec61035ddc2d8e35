import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Metrics } from '../../platform/observability/metrics.js';
import { HeartbeatBook } from './heartbeat-book.service.js';

/** While the database is away, so many are remembered: whoever pings rarely does not do so again soon. */
const MOST_HELD = 10_000;

export type Pinged = 'heard' | 'unknown' | 'away';

/** Beats that come by the address of a heartbeat. */
@Injectable()
export class Pings {
  private readonly log = new Logger(Pings.name);
  private held = new Map<string, Date>();

  constructor(
    private readonly clock: Clock,
    private readonly book: HeartbeatBook,
    private readonly metrics: Metrics,
  ) {}

  /** What was said is not all written down yet. */
  get isHolding(): boolean {
    return this.held.size > 0;
  }

  /** `away`: the sender should try again, and need not: it is written down when the database is back. */
  async take(key: string): Promise<Pinged> {
    const at = this.clock.now();
    const outcome = await this.hear(key, at);
    if (outcome === 'away' && this.held.size < MOST_HELD) this.held.set(key, at);
    this.metrics.pings.inc({ outcome });
    return outcome;
  }

  /** Brings home what was held; how many. */
  async tick(): Promise<number> {
    let done = 0;
    for (const [key, at] of this.held) {
      if ((await this.hear(key, at)) === 'away') return 0;
      // One that came meanwhile is a newer one.
      if (this.held.get(key) === at) this.held.delete(key);
      done += 1;
    }
    return done;
  }

  private async hear(key: string, at: Date): Promise<Pinged> {
    try {
      return (await this.book.ping(key, at, this.clock.now())) ? 'heard' : 'unknown';
    } catch (error) {
      this.log.warn({ err: error }, 'a ping could not be written down');
      return 'away';
    }
  }
}
