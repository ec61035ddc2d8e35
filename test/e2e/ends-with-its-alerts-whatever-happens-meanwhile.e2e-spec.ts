import { afterEach, describe, expect, it } from '@jest/globals';
import { EscalationEngine } from '../../src/modules/escalation/index.js';
import { Escalations } from '../../src/modules/escalation/escalations.store.js';
import { NewestOfGroups } from '../../src/modules/escalation/newest-of-groups.js';
import { Works } from '../../src/modules/escalation/works.js';
import { hold, waitsForLock } from '../harness/held.js';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

let world: World;
afterEach(() => world.house.stop());

const send = async (name: string, status: 'firing' | 'resolved' = 'firing'): Promise<void> => {
  await world.house.ok('POST', world.hook, grafanaAlert(name, { group: 'mail', status }));
};
const escalations = async (): Promise<readonly string[]> =>
  (
    await world.house.query<{ one: string }>(
      `select kind || ' ' || status as one from escalations order by number`,
    )
  ).map(({ one }) => one);
const firstId = async (): Promise<string> =>
  (await world.house.query<{ id: string }>(`select id from escalations order by number limit 1`))[0]?.id ??
  '';

async function open(policy: object = {}): Promise<void> {
  world = await makeWorld({ policy });
  await world.house.phones.enrol(world.house, world.admin.token, 'phone-admin');
  await send('First');
  await world.house.advance(1);
}

/** Open alerts of which no live escalation knows, and live escalations without an open alert. */
const forgotten = async (): Promise<readonly object[]> =>
  world.house.query(
    `select a.title from alerts a where a.status = 'firing' and not exists (
       select 1 from escalation_alerts l join escalations e on e.id = l.escalation_id
       where l.alert_id = a.id and l.resolved_at is null and e.due_at is not null)
     union all
     select e.title from escalations e where e.due_at is not null and not exists (
       select 1 from escalation_alerts l where l.escalation_id = e.id and l.resolved_at is null)`,
  );

describe('a last resort that opens at the moment at which its alert resolves', () => {
  it('ends with it', async () => {
    await open();
    const { house } = world;
    const id = await firstId();
    const opening = await hold(house, () =>
      house.get(Works).run((work) => work.apply(id, { kind: 'skipStep' })),
    );
    const resolving = send('First', 'resolved');
    await waitsForLock(house);
    await opening.letGo();
    await resolving;
    await house.settle();
    expect(await escalations()).toEqual(['first resolved', 'organisation resolved']);
  });
});

describe('an alert that joins at the moment at which the last resort opens its next round', () => {
  it('is taken along into that round', async () => {
    await open();
    const { house } = world;
    const id = await firstId();
    await house.get(Works).run((work) => work.apply(id, { kind: 'skipStep' }));
    const [{ last } = { last: '' }] = await house.query<{ last: string }>(
      `select id as last from escalations where kind = 'organisation'`,
    );
    const round = await hold(house, () =>
      house.get(Works).run((work) => work.apply(last, { kind: 'skipStep' })),
    );
    const joining = send('Second');
    await waitsForLock(house);
    await round.letGo();
    await joining;
    await house.settle();
    const rows = await house.query<{ alerts: number }>(
      `select count(*)::int as alerts from escalation_alerts l join escalations e on e.id = l.escalation_id
       where e.kind = 'organisation' and e.due_at is not null group by e.id order by e.number`,
    );
    expect(rows).toEqual([{ alerts: 2 }, { alerts: 2 }]);
  });
});

describe('an alert that joins at the moment at which the last one before it resolves', () => {
  it('is seen by whoever resolves, if it was first', async () => {
    await open();
    const { house } = world;
    const escalationId = await firstId();
    await house.ok('POST', world.hook, grafanaAlert('Second', { group: 'elsewhere' }));
    const [{ id: alertId } = { id: '' }] = await house.query<{ id: string }>(
      `select id from alerts where title like 'Second%'`,
    );
    const joining = await hold(
      house,
      async () => {
        await house.get(NewestOfGroups).share([escalationId]);
        await house.get(Escalations).linkAlerts([{ escalationId, alertId }], house.clock.now());
      },
      'intake',
    );
    const resolving = send('First', 'resolved');
    await waitsForLock(house);
    await joining.letGo();
    await resolving;
    await house.settle();
    expect(await escalations()).toEqual(['first calling', 'first calling']);
  });

  it('opens one of its own, if it comes after: it had looked before', async () => {
    await open();
    const { house } = world;
    const id = await firstId();
    // Holds the row as whoever resolves does, and has decided already.
    const resolving = await hold(house, () =>
      house.get(Works).run((work) => work.apply(id, { kind: 'cancelled' })),
    );
    const joining = send('Second');
    await waitsForLock(house);
    await resolving.letGo();
    await joining;
    await house.settle();
    expect(await escalations()).toEqual(['first cancelled', 'first calling']);
    const [second] = await house.query<{ open: number }>(
      `select count(*)::int as open from escalation_alerts l join escalations e on e.id = l.escalation_id
       where e.due_at is not null and l.resolved_at is null`,
    );
    expect(second).toEqual({ open: 1 });
  });

  it.each([1, 2, 3, 4, 5])('is never left alone, whoever comes first (storm %i)', async (seed) => {
    await open();
    const { house } = world;
    for (let round = 0; round < 6; round += 1) {
      const before = `R${seed}.${round}`;
      await Promise.all([
        send(`${before}a`),
        send(round === 0 ? 'First' : `R${seed}.${round - 1}a`, 'resolved'),
        ...(round % 2 === seed % 2 ? [send(`${before}b`)] : []),
        house.get(EscalationEngine).tick(),
        ...(round % 2 !== seed % 2 && round > 0 ? [send(`R${seed}.${round - 1}b`, 'resolved')] : []),
      ]);
      await house.settle();
      expect(await forgotten()).toEqual([]);
    }
  });
});
