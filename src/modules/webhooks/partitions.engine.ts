import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';

const MONTHS_AHEAD = 2;
/** Claims of message ids are kept for 48 h. */
const CLAIMS_KEPT_MS = 48 * 60 * 60 * 1000;

/** Makes the tables of the coming months before they are needed, and forgets old claims. Any replica may. */
@Injectable()
export class PartitionsEngine {
  private readonly log = new Logger(PartitionsEngine.name);
  private doneHour = -1;

  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
  ) {}

  /** Looks once an hour. */
  async tick(): Promise<number> {
    const now = this.clock.now();
    const hour = Math.floor(now.getTime() / 3_600_000);
    if (hour === this.doneHour) return 0;
    for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead += 1) await this.make(now, ahead);
    await this.transaction.query(`delete from delivery_keys where created_at < $1`, [
      new Date(now.getTime() - CLAIMS_KEPT_MS),
    ]);
    this.doneHour = hour;
    return 0;
  }

  private async make(now: Date, ahead: number): Promise<void> {
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
    const until = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1, 1));
    const name = `deliveries_${from.toISOString().slice(0, 7).replace('-', '_')}`;
    try {
      // Names and dates are made here, of digits only: DDL takes no parameters.
      await this.transaction.query(
        `create table if not exists ${name} partition of deliveries
         for values from ('${from.toISOString()}') to ('${until.toISOString()}')`,
      );
    } catch (error) {
      // Rows of that month lie in the default partition already: there they stay, and nothing is lost.
      this.log.warn({ err: error }, `${name} could not be made`);
    }
  }
}
