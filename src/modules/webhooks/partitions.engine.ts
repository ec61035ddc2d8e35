import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Transaction } from '../../platform/database/transaction.js';
import { pastPartitions } from './old-partitions.rules.js';

const MONTHS_AHEAD = 2;
const DAY_MS = 24 * 60 * 60 * 1000;
/** A drop that waits makes every delivery behind it wait. */
const PATIENCE_MS = 200;

/** Makes the tables of the coming months before they are needed, and drops those of months long past. Any replica may. */
@Injectable()
export class PartitionsEngine {
  private readonly log = new Logger(PartitionsEngine.name);
  private doneHour = -1;

  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Looks once an hour. */
  async tick(): Promise<number> {
    const now = this.clock.now();
    const hour = Math.floor(now.getTime() / 3_600_000);
    if (hour === this.doneHour) return 0;
    for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead += 1) await this.make(now, ahead);
    await this.dropPast(now);
    this.doneHour = hour;
    return 0;
  }

  /** Alerts keep the ids of their deliveries; whoever opens one that is gone is told so. */
  private async dropPast(now: Date): Promise<void> {
    const rows = await this.transaction.query<{ name: string }>(
      `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where i.inhparent = 'deliveries'::regclass order by c.relname`,
    );
    const before = new Date(now.getTime() - this.config.settings.retention.deliveriesDays * DAY_MS);
    const names = rows.map(({ name }) => name);
    for (const name of pastPartitions(names, before)) await this.drop(name);
  }

  private async drop(name: string): Promise<void> {
    try {
      await this.transaction.run(async () => {
        await this.transaction.query(`set local lock_timeout = ${PATIENCE_MS}`);
        await this.transaction.query(`drop table if exists ${name}`);
      });
      this.log.log(`${name} is dropped: its deliveries have served their time`);
    } catch (error) {
      this.log.warn({ err: error }, `${name} is in use; the next hour tries again`);
    }
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
