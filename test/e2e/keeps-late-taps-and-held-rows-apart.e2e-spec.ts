import { afterEach, describe, expect, it } from '@jest/globals';
import { EscalationEngine } from '../../src/modules/escalation/index.js';
import { Transaction } from '../../src/platform/database/transaction.js';
import { Wake } from '../../src/platform/events/wake.js';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

let world: World;
afterEach(() => world.house.stop());

const escalationOf = async (title: string): Promise<string> => {
  const [row] = await world.house.query<{ id: string }>(
    `select id from escalations where title like '${title}%' order by started_at limit 1`,
  );
  return row?.id ?? '';
};

describe('a late tap on a ring that is over', () => {
  it('means the calls it stood for at its end, not one that somebody else had taken before', async () => {
    world = await makeWorld();
    const { house, phones, people } = world;
    await house.ok('POST', world.hook, grafanaAlert('Queue'));
    await house.settle();
    await house.advance(1);
    await house.ok('POST', world.hook, grafanaAlert('Disk'));
    await house.settle();
    await house.advance(1);
    const card = phones.A.card;
    await house.ok('POST', `/escalations/${await escalationOf('Queue')}/take`, {}, people.D.token);
    await house.advance(40);

    const late = await house.rest('POST', `/rings/${card?.ringId}/accept`, {}, card?.receipt.token);
    expect(late.status).toBe(200);
    const disk = await house.ok(
      'GET',
      `/escalations/${await escalationOf('Disk')}`,
      undefined,
      people.A.token,
    );
    expect(disk).toMatchObject({ status: 'accepted' });
  });
});

describe('a due row that somebody else holds', () => {
  it('is left alone without waking anybody for it', async () => {
    world = await makeWorld({ policy: { delaySeconds: 60 } });
    const { house } = world;
    await house.ok('POST', world.hook, grafanaAlert('Queue'));
    await house.settle();
    const id = await escalationOf('Queue');
    let letGo: () => void = () => undefined;
    let isHeld: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (isHeld = resolve));
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    const transaction = house.get(Transaction);
    const holding = transaction.run(async () => {
      await transaction.query(`select id from escalations where id = $1 for update`, [id]);
      isHeld();
      await gate;
    });
    await held;
    let woken = 0;
    const off = house.get(Wake).on('timers', () => (woken += 1));
    house.clock.moveTo(house.clock.nowMs() + 61_000);
    const done = await house.get(EscalationEngine).tick();
    off();
    letGo();
    await holding;
    expect([done, woken]).toEqual([0, 0]);
  });
});
