import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Loops } from '../../src/platform/clock/loop.js';
import { Config } from '../../src/platform/config/config.js';
import { Transaction } from '../../src/platform/database/transaction.js';
import { House } from '../harness/house.js';

const HOUSE_MS = 60_000;

describe('health', () => {
  let house: House;
  beforeAll(async () => {
    house = await House.start();
  }, HOUSE_MS);
  afterAll(() => house.stop());

  it('is ready while reports use every connection of theirs', async () => {
    const transaction = house.get(Transaction);
    let done = (): void => undefined;
    const isDone = new Promise<void>((resolve) => (done = resolve));
    const { reports } = house.app.get(Config).settings.database.pools;
    let begun = 0;
    const held = Array.from({ length: reports }, () =>
      transaction.run(async () => {
        await transaction.query('select 1');
        begun += 1;
        await isDone;
      }, 'reports'),
    );
    while (begun < reports) await new Promise((resolve) => setImmediate(resolve));
    const answer = await fetch(`${house.origin}/health/ready`, { signal: AbortSignal.timeout(4_000) });
    done();
    await Promise.all(held);
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      { details: { database: { status: 'up' } } },
    ]);
  });

  it('is alive until a loop is stuck for a minute, and then says so to whoever can restart it', async () => {
    let letGo = (): void => undefined;
    const tick = (): Promise<number> => new Promise((resolve) => (letGo = () => resolve(0)));
    // Those of the house look around when it opens: for them the clock must not leap.
    while (house.get(Loops).longestTurn()) await new Promise((resolve) => setImmediate(resolve));
    expect((await house.rest('GET', '/health/live')).status).toBe(200);
    house.get(Loops).start({ name: 'stuck', topics: [], pollMs: 600_000, tick });
    house.clock.moveTo(house.clock.nowMs() + 61_000);
    const stuck = await house.rest('GET', '/health/live');
    letGo();
    expect([stuck.status, stuck.body]).toMatchObject([503, { status: 'stuck' }]);
    expect((await house.rest('GET', '/health/live')).status).toBe(200);
  });
});
