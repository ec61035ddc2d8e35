import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EscalationEngine } from '../../src/modules/escalation/index.js';
import { DatabaseAway } from '../../src/platform/database/database-away.js';
import { type Pool, Transaction } from '../../src/platform/database/transaction.js';
import { DatabaseLine } from '../harness/database-line.js';
import type { House } from '../harness/house.js';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

const HOUSE_MS = 60_000;
/** The bound of the ring pool, and what a busy machine may add to it. */
const BOUND_MS = 5_000;
const SLACK_MS = 3_000;

/** TCP alone would take about fifteen minutes to notice. */
describe('a database host that vanishes without a word', () => {
  let line: DatabaseLine;
  let world: World;
  let house: House;
  let transaction: Transaction;

  beforeAll(async () => {
    line = await DatabaseLine.toCluster();
    world = await makeWorld({ line });
    house = world.house;
    transaction = house.get(Transaction);
  }, HOUSE_MS);
  afterAll(async () => {
    line.comeBack();
    await house.stop();
    line.close();
  }, HOUSE_MS);

  const askedPid = async (pool: Pool): Promise<number> => {
    const [row] = await transaction.query<{ pid: number }>('select pg_backend_pid() as pid', [], pool);
    return row?.pid ?? 0;
  };
  const timed = async (work: Promise<unknown>): Promise<readonly [unknown, number]> => {
    const from = performance.now();
    const failure = await work.then(
      () => undefined,
      (error: unknown) => error,
    );
    return [failure, performance.now() - from];
  };

  it('is given up within the bound: by a statement, a transaction and a turn of the engine', async () => {
    await Promise.all([askedPid('ring'), askedPid('ring')]);
    line.vanish();
    const found = await Promise.all([
      timed(askedPid('ring')),
      timed(transaction.run(() => askedPid('ring'), 'ring')),
      timed(house.get(EscalationEngine).tick()),
    ]);
    line.comeBack();
    for (const [failure, tookMs] of found) {
      expect(failure).toBeInstanceOf(DatabaseAway);
      // A connection that could not be had is given up after five seconds too.
      expect(tookMs).toBeLessThan(BOUND_MS + SLACK_MS);
    }
  });

  it('does not hold whoever takes back what was begun on it, and is not lent again', async () => {
    let lost = 0;
    const failing = transaction.run(async () => {
      lost = await askedPid('ring');
      line.vanish();
      throw new Error('planted');
    }, 'ring');
    const [failure, tookMs] = await timed(failing);
    line.comeBack();
    expect((failure as Error).message).toBe('planted');
    expect(tookMs).toBeLessThan(BOUND_MS + SLACK_MS);
    const [free] = await timed(whenever(() => askedPid('ring')));
    expect(free).toBeUndefined();
    const pids = await Promise.all(Array.from({ length: 8 }, () => askedPid('ring')));
    expect(pids).not.toContain(lost);
  });

  it(
    'rings as before once it is there again',
    async () => {
      await whenever(() => house.ok('POST', world.hook, grafanaAlert('After')));
      await house.advance(1);
      expect([world.phones.A.isRinging, world.phones.B.isRinging]).toEqual([true, true]);
    },
    HOUSE_MS,
  );
});

/** Lines that lay idle are lost one by one; after them new ones are made. */
async function whenever<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1)
    try {
      return await work();
    } catch (error) {
      if (tries === 5) throw error;
    }
}
