import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Metrics } from '../../platform/observability/metrics.js';
import { HeartbeatBook } from './heartbeat-book.service.js';
import { HeldPings } from './held-pings.js';
import { IntegrationKeys } from './integration-keys.service.js';
import { Unheard } from './unheard.queries.js';
import { WrongKeys } from './wrong-keys.js';

export type Pinged = 'heard' | 'unknown' | 'away' | 'tried-too-often' | Refused;
/** No beat: somebody asked whether the address is there, or looked at a link. */
type Refused = 'looked' | 'previewed';

/** Beats that come by the address of a heartbeat. */
@Injectable()
export class Pings {
  private readonly log = new Logger(Pings.name);
  private readonly held = new HeldPings();

  constructor(
    private readonly clock: Clock,
    private readonly book: HeartbeatBook,
    private readonly keys: IntegrationKeys,
    private readonly wrongKeys: WrongKeys,
    private readonly unheard: Unheard,
    private readonly metrics: Metrics,
  ) {}

  /** What was said is not all written down yet. */
  get isHolding(): boolean {
    return this.held.size > 0;
  }

  /**
   * `away`: the sender should try again, and need not: it is written down when the database is back. `tried-too-often`:
   * nobody's, and not looked up (ADR 0019).
   */
  async take(key: string, address: string): Promise<Pinged> {
    const at = this.clock.now();
    const outcome = await this.outcomeOf(key, at, address);
    if (outcome === 'away') this.held.hold(key, at);
    if (outcome === 'unknown') this.wrongKeys.note(address);
    this.metrics.pings.inc({ outcome });
    return outcome;
  }

  refused(outcome: Refused): Refused {
    this.metrics.pings.inc({ outcome });
    return outcome;
  }

  /** Brings home what was held; how many. Who judges silence, in whatever process, hears of it first. */
  async tick(): Promise<number> {
    if (this.isHolding) await this.unheard.say();
    let done = 0;
    for (const [key, at] of this.held.all()) {
      if ((await this.hear(key, at)) === 'away') {
        this.held.putBack(key);
        return 0;
      }
      this.held.done(key, at);
      done += 1;
    }
    return done;
  }

  private async outcomeOf(key: string, at: Date, address: string): Promise<Pinged> {
    if (this.wrongKeys.isOver(address) && !(await this.keys.isAnybodys(key))) return 'tried-too-often';
    return this.hear(key, at);
  }

  private async hear(key: string, at: Date): Promise<'heard' | 'unknown' | 'away'> {
    try {
      if (!(await this.book.ping(key, at, this.clock.now()))) return 'unknown';
      this.held.wasGood(key);
      return 'heard';
    } catch (error) {
      this.log.warn({ err: error }, 'a ping could not be written down');
      return 'away';
    }
  }
}
