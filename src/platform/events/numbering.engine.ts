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
      // On their way together; the second looks when the first has its lock.
      const [[counter], waiting] = await Promise.all([
        this.transaction.query<{ last: string }>(
          `select last from event_positions where only_one for update skip locked`,
        ),
        this.transaction.query<{ id: string }>(
          `select id from event_log where position is null order by at, id limit ${BATCH}`,
        ),
      ]);
      // Whoever is at it may have looked before our rows were there, and then nobody would come by: look again.
      if (!counter) return BUSY;
      if (waiting.length === 0) return 0;
      // With the commit: nobody waits for a way to the database and back while the counter is locked.
      await this.transaction.atEnd(this, waiting, (rows) => this.number(rows, counter.last));
      this.transaction.afterCommit(() => this.wake.wake('numbered'));
      return waiting.length;
    }, 'ring');
  }

  private async number(rows: readonly { readonly id: string }[], last: string): Promise<void> {
    // By their ids: joined to what waits, the plan of a young table reads all of it, and keeps doing so.
    await Promise.all([
      this.transaction.query(
        `update event_log set position = $1::bigint + given.nth
         from unnest($2::uuid[]) with ordinality as given(id, nth) where event_log.id = given.id`,
        [last, rows.map(({ id }) => id)],
      ),
      this.transaction.query(`update event_positions set last = last + $1`, [rows.length]),
    ]);
  }
}
