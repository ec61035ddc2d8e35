import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { endAll, fire, newestEscalation } from '../../harness/escalations.js';
import { brokenInvariants } from '../../harness/invariants.js';
import { makeWorld, type World } from '../../harness/world.js';

describe('whatever the engine would write', () => {
  let world: World;
  beforeAll(async () => {
    world = await makeWorld();
  }, 60_000);
  afterEach(() => endAll(world));
  afterAll(() => world.house.stop());

  /** By the number of the invariant. */
  const broken = async (number: number): Promise<string[]> => {
    const all = await brokenInvariants(world.house.query.bind(world.house), 'some');
    return all.filter((line) => line.startsWith(`${number} `));
  };

  it('invariant 1: a live escalation and a live call have a timer, and what is over has none', async () => {
    const { house, phones } = world;
    await fire(world, { key: 'Timers' });
    await house.advance(1);
    for (const table of ['escalations', 'calls'])
      await expect(house.query(`update ${table} set due_at = null where due_at is not null`)).rejects.toThrow(
        'one_timer',
      );
    await phones.B.decline();
    await phones.A.accept();
    for (const table of ['escalations', 'calls'])
      await expect(
        house.query(`update ${table} set due_at = $1 where due_at is null`, [house.clock.now()]),
      ).rejects.toThrow('one_timer');
    expect(await broken(1)).toEqual([]);
  });

  it('invariant 3: each version has one row in the log, without a gap, and replaying them gives the row', async () => {
    const { house, phones, people } = world;
    await fire(world, { key: 'Log', severity: 'warning' });
    await house.advance(5);
    await phones.A.decline('driving');
    const id = await newestEscalation(house);
    await house.ok('POST', `/escalations/${id}/targets`, { userIds: [people.D.userId] }, people.A.token);
    await fire(world, { key: 'Log, worse', group: 'Log' });
    await house.advance(20);
    await phones.D.accept();
    expect(await broken(3)).toEqual([]);
    const rows = await house.query<{ versions: number }>(
      `select version as versions from escalations where id = $1`,
      [id],
    );
    expect(rows[0]?.versions).toBeGreaterThan(4);
    for (const table of ['escalation_log', 'call_log'])
      await expect(house.query(`insert into ${table} select * from ${table} limit 1`)).rejects.toThrow(
        `${table}_pkey`,
      );
  });

  it('invariant 6: a call is there once for each escalation, cycle, step, user and try', async () => {
    const { house } = world;
    await fire(world, { key: 'Once' });
    const again = `insert into calls (id, escalation_id, key, cycle, step, user_id, try, status, state, version,
        due_at, started_at)
      select gen_random_uuid(), escalation_id, key, cycle, step, user_id, try`;
    const rest = `, status, state, version, due_at, started_at from calls where due_at is not null limit 1`;
    await expect(house.query(`${again}${rest}`)).rejects.toThrow('calls_once');
    expect(await broken(6)).toEqual([]);
  });
});
