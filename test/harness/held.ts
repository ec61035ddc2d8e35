import { Transaction } from '../../src/platform/database/transaction.js';
import type { House } from './house.js';

/** A transaction that has done its work and does not commit yet. */
export interface Held<T> {
  readonly did: T;
  /** Commits. */
  letGo(): Promise<void>;
}

export async function hold<T>(
  house: House,
  work: () => Promise<T>,
  pool: 'api' | 'intake' | 'ring' = 'api',
): Promise<Held<T>> {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const { promise: did, resolve: done } = Promise.withResolvers<T>();
  const all = house.get(Transaction).run(async () => {
    done(await work());
    await gate;
  }, pool);
  return {
    did: await Promise.race([
      did,
      all.then((): never => {
        throw new Error('It is over already');
      }),
    ]),
    letGo: () => {
      open();
      return all;
    },
  };
}

/** Until so many transactions of the house wait for somebody's lock. */
export async function waitsForLock(house: House, many = 1): Promise<void> {
  for (;;) {
    const [row] = await house.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if ((row?.waiting ?? 0) >= many) return;
  }
}
