import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { sqlStateOf, Transaction } from '../../src/platform/database/transaction.js';
import { House } from '../harness/house.js';

const DIVISION_BY_ZERO = '22012';

let house: House;
beforeEach(async () => void (house = await House.start()));
afterEach(() => house.stop());

/** Deeper in services than another that waits beside it. */
async function deep<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } finally {
    for (let turns = 0; turns < 20; turns += 1) await Promise.resolve();
  }
}

it('of statements that travel together the one that failed is told, not one that was refused after it', async () => {
  const transaction = house.get(Transaction);
  const together = transaction.run(() =>
    Promise.all([deep(transaction.query('select 1 / 0')), transaction.query('select 1')]),
  );
  expect(sqlStateOf(await together.catch((error: unknown) => error))).toBe(DIVISION_BY_ZERO);
});
