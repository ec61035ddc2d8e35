import { afterEach, expect, it } from '@jest/globals';
import { AlertsService, API_ORIGIN } from '../../src/modules/alerts/index.js';
import { Escalations } from '../../src/modules/escalation/escalations.store.js';
import { hold, waitsForLock } from '../harness/held.js';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

let world: World;
afterEach(() => world.house.stop());

const send = (name: string, severity = 'warning', status: 'firing' | 'resolved' = 'firing') =>
  world.house.ok('POST', world.hook, grafanaAlert(name, { severity, status }));
const nameOf = (n: number): string => `Q${String(n).padStart(3, '0')}`;

it('sixty groups open twenty escalations and one storm that holds the forty others; it ends with them', async () => {
  world = await makeWorld();
  const { house } = world;
  for (let n = 0; n < 60; n += 1) await send(nameOf(n));
  await house.settle();
  const escalations = () =>
    house.query<{ title: string; status: string; alerts: number; storm: boolean }>(
      `select title, status, group_key = 'storm' as storm,
         (select count(*)::int from escalation_alerts a where a.escalation_id = e.id) as alerts
       from escalations e order by number`,
    );
  const all = await escalations();
  expect(all.map(({ alerts }) => alerts)).toEqual([...Array<number>(20).fill(1), 40]);
  expect(all.at(-1)).toMatchObject({
    title: 'Alert storm: more than 20 escalations at once; then Q020 is broken',
    storm: true,
    status: 'calling',
  });
  const reasons = await house.query(
    `select reason, count(*)::int as count from alert_routes group by reason order by reason nulls last`,
  );
  expect(reasons).toEqual([
    { reason: 'storm', count: 40 },
    { reason: null, count: 20 },
  ]);
  const rings = await house.query(
    `select device_id from ring_sessions where ended_at is null group by device_id having count(*) > 1`,
  );
  expect(rings).toEqual([]);

  // Critical: never one of many.
  await send('Disk', 'critical');
  await house.settle();
  expect((await escalations()).at(-1)).toMatchObject({ title: 'Disk is broken', alerts: 1, storm: false });

  for (let n = 20; n < 60; n += 1) await send(nameOf(n), 'warning', 'resolved');
  await house.settle();
  expect((await escalations()).find(({ storm }) => storm)?.status).toBe('resolved');
});

it('two batches at the same moment open no more than the limit between them', async () => {
  world = await makeWorld();
  const { house } = world;
  const ingest = (from: string): Promise<unknown> =>
    house.get(AlertsService).ingest(
      Array.from({ length: 15 }, (_, n) => ({
        origin: API_ORIGIN,
        receivedAt: house.clock.now(),
        signal: {
          action: 'trigger',
          dedupKey: `${from}${n}`,
          title: `${from}${n}`,
          severity: 'warning',
        } as const,
      })),
    );
  const first = await hold(house, () => ingest('a'), 'intake');
  const second = ingest('b');
  // Without waiting it would be done by itself.
  await Promise.race([second, waitsForLock(house)]);
  await first.letGo();
  await second;
  const live = await house.query<{ storm: boolean; count: number }>(
    `select group_key = 'storm' as storm, count(*)::int as count from escalations where due_at is not null group by 1
     order by 1`,
  );
  expect(live).toEqual([
    { storm: false, count: 20 },
    { storm: true, count: 1 },
  ]);
  expect(await house.query(`select from alert_routes where reason = 'storm'`)).toHaveLength(10);
});

it('where the limit is reached nobody waits for whoever opens', async () => {
  world = await makeWorld();
  const { house } = world;
  for (let n = 0; n < 20; n += 1) await send(nameOf(n));
  await send('first of the storm');
  await house.settle();
  const held = await hold(house, () => house.get(Escalations).liveOrdinaryAlone([world.teamId]), 'intake');
  await send('second of the storm');
  await held.letGo();
  expect(await house.query(`select from alert_routes where reason = 'storm'`)).toHaveLength(2);
});
