import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { endAll, fire, type Fired } from '../../harness/escalations.js';
import { hold, waitsForLock } from '../../harness/held.js';
import { makeWorld, type World } from '../../harness/world.js';

describe('two transactions at the same moment', () => {
  let world: World;
  beforeAll(async () => {
    world = await makeWorld();
  }, 60_000);
  afterEach(() => endAll(world));
  afterAll(() => world.house.stop());

  /** The second looks before the first has committed, and goes on after it. */
  async function atOnce(one: Fired, other: Fired): Promise<void> {
    const { house } = world;
    const first = await hold(house, () => fire(world, one), 'intake');
    const second = fire(world, other);
    await Promise.race([second, waitsForLock(house)]);
    await first.letGo();
    await expect(second).resolves.toBeUndefined();
  }

  it('invariant 2: open one ordinary escalation of a group between them', async () => {
    const { house } = world;
    await atOnce({ key: 'One', group: 'Both' }, { key: 'Other', group: 'Both' });
    const live = await house.query<{ alerts: number }>(
      `select (select count(*)::int from escalation_alerts a where a.escalation_id = e.id) as alerts
       from escalations e where due_at is not null`,
    );
    expect(live).toEqual([{ alerts: 2 }]);
  });

  it('invariant 7: give each device one live ring between them, which stands for both', async () => {
    const { house, phones } = world;
    await atOnce({ key: 'Disk' }, { key: 'Fan' });
    const rings = await house.query<{ device_id: string; calls: number }>(
      `select device_id, (select count(*)::int from ring_session_calls s where s.ring_id = r.id) as calls
       from ring_sessions r where ended_at is null order by device_id`,
    );
    const devices = [phones.A.deviceId, phones.B.deviceId].sort();
    expect(rings).toEqual(devices.map((device_id) => ({ device_id, calls: 2 })));
  });

  it('invariant 15: open one alert of a key between them, and count both', async () => {
    const { house } = world;
    await atOnce({ key: 'Twin' }, { key: 'Twin' });
    expect(await house.query(`select status, count from alerts where dedup_key = 'Twin'`)).toEqual([
      { status: 'firing', count: 2 },
    ]);
  });
});
