import { Transaction } from '../database/transaction.js';
import type { Wake } from './wake.js';

const BATCH = 1_000;
/** More than nothing, so that the loop comes back after its rest. */
const BUSY = 1;

/** Gives committed news their positions, in one order for all readers. Any replica may do it, one at a time. */
export class NumberingEngine {
  constructor(
    private readonly transaction: Transaction,
    private readonly wake: Wake,
  ) {}

  /** Whatever waits is due, also where a clock that was ahead has dated it: `at` says what it tells of, not since when it waits. */
  async nextDueMs(): Promise<number | undefined> {
    const [row] = await this.transaction.query<{ waits: boolean }>(
      `select exists (select from event_log where position is null) as waits`,
      [],
      'ring',
    );
    return row?.waits ? 0 : undefined;
  }

  /** How many rows were numbered; more than none also where another process is at it. */
  async tick(): Promise<number> {
    return this.transaction.run(async () => {
      const [counter] = await this.transaction.query<{ last: string }>(
        `select last from event_positions where only_one for update skip locked`,
      );
      // Whoever is at it may have looked before our rows were there, and then nobody would come by: look again.
      if (!counter) return BUSY;
      const rows = await this.transaction.query<{ position: string }>(
        `with waiting as (
           select id, row_number() over (order by at, id) as nth from
             (select id, at from event_log where position is null order by at, id limit ${BATCH}) as oldest)
         update event_log set position = $1::bigint + waiting.nth from waiting where event_log.id = waiting.id
         returning event_log.position`,
        [counter.last],
      );
      if (rows.length === 0) return 0;
      await this.transaction.query(`update event_positions set last = last + $1`, [rows.length]);
      this.transaction.afterCommit(() => this.wake.wake('numbered'));
      return rows.length;
    }, 'ring');
  }
}
