import type { Json } from '../harness/json.js';
import { afterEach, describe, expect, it } from '@jest/globals';
import { DEAD } from '../harness/phones.js';
import { traceOf } from '../harness/trace.js';
import { grafanaAlert, makeWorld, type World, type WorldOptions } from '../harness/world.js';

let world: World;
afterEach(() => world.house.stop());

/** The five timelines of the engine's design, to the tenth of a second, through real HTTP and the real engine. */
describe('the timelines', () => {
  it('1: a decline pulls the next one in at once; an acceptance stops everybody', async () => {
    const { id, at, phones } = await begin();
    await at(9.1, () => phones.A.decline('driving'));
    await at(18.2, () => phones.B.answer());
    await at(21, () => phones.B.accept());
    expect(await trace(id)).toEqual([
      '0.0 A called',
      '0.0 B called',
      '9.1 A declined',
      '9.1 C called',
      '21.0 B accepted',
      '21.0 C cancelled',
    ]);
    expect(phones.C.cancels).toEqual(['accepted-by-other']);
    for (const phone of [phones.A, phones.C, phones.D]) expect(phone.informs).toEqual(['Ben took it (mail)']);
    expect(phones.B.informs).toEqual([]);
    expect(phones.D.ringsSeen).toBe(0);
  });

  it('2: nobody answers; a silent device is made up for by the telephone', async () => {
    const { id, at } = await begin({}, async () => {
      world.phones.A.behaviour = DEAD;
      await givePhone('A', '+819012345678');
    });
    await at(130);
    expect(await trace(id)).toEqual([
      '0.0 A called',
      '0.0 B called',
      '8.0 A phone',
      '30.1 B rang-out',
      '30.1 C called',
      '34.6 A rang-out',
      '34.6 D called',
      '60.2 C rang-out',
      '60.2 B called',
      '64.7 D rang-out',
      '64.7 A called',
      '72.7 A phone',
      '90.3 B rang-out',
      '90.3 C called',
      '99.3 A rang-out',
      '99.3 D called',
      '120.4 C rang-out',
      '129.4 D rang-out',
    ]);
    expect((await escalation(id))['status']).toBe('exhausted');
  });

  it('3: who answers and then says nothing counts as silent after the time to read', async () => {
    const { id, at, phones } = await begin();
    await at(10, () => phones.A.answer());
    await at(86);
    expect(await trace(id)).toEqual([
      '0.0 A called',
      '0.0 B called',
      '30.1 B rang-out',
      '30.1 C called',
      '60.2 C rang-out',
      '60.2 D called',
      '70.0 A silent',
      '70.0 B called',
    ]);
  });

  it('4: an alert of the same group rings nobody new; a critical one starts the first step again', async () => {
    const { id, at } = await begin({ severity: 'warning' });
    await at(40, () => send(grafanaAlert('Queue two', { severity: 'warning', group: 'Queue' })));
    await at(60, () => send(grafanaAlert('Queue three', { severity: 'critical', group: 'Queue' })));
    await at(61);
    expect(await trace(id)).toEqual([
      '0.0 A called',
      '0.0 B called',
      '30.1 A rang-out',
      '30.1 B rang-out',
      '30.1 C called',
      '30.1 D called',
      '60.2 C rang-out',
      '60.2 D rang-out',
      '60.2 A called',
      '60.2 B called',
    ]);
    expect((await escalation(id))['alertCount']).toBe(3);
  });

  it('5: a hand-over ends the giver’s part only when the taker accepts', async () => {
    const { id, at, phones, people, house } = await begin();
    await at(21, () => phones.A.accept());
    let linked = '';
    await at(300, async () => {
      const view = await house.ok(
        'POST',
        `/escalations/${id}/hand-over`,
        { userId: people.D.userId, message: 'your field' },
        people.A.token,
      );
      linked = view['escalationId'];
      await house.settle();
    });
    expect((await escalation(linked))['kind']).toBe('handover');
    expect(await released(id)).toEqual([]);
    await at(312, async () => void (await phones.D.accept()));
    expect(await trace(linked)).toEqual(['300.0 D called', '312.0 D accepted']);
    expect(await released(id)).toEqual([people.A.userId]);
    expect(phones.A.informs).toEqual(['Dan took over from you']);
  });

  it('5: a taker who never answers leaves it with the giver, who is told', async () => {
    const { id, at, phones, people, house } = await begin();
    await at(21, () => phones.A.accept());
    await house.ok('POST', `/escalations/${id}/hand-over`, { userId: people.D.userId }, people.A.token);
    await at(400);
    expect(await released(id)).toEqual([]);
    expect(phones.A.informs).toEqual(['Nobody took over; it is still yours']);
  });
});

let startMs = 0;

async function begin(
  options: WorldOptions & { severity?: string } = {},
  prepare: () => Promise<void> = () => Promise.resolve(),
) {
  world = await makeWorld(options);
  await prepare();
  startMs = world.house.clock.nowMs();
  await send(grafanaAlert('Queue', { severity: options.severity ?? 'critical' }));
  const { escalations } = await world.house.ok('GET', '/escalations?live=true', undefined, world.admin.token);
  const at = async (second: number, act: () => Promise<unknown> = () => Promise.resolve()): Promise<void> => {
    await world.house.advance(second - (world.house.clock.nowMs() - startMs) / 1000);
    await act();
    await world.house.settle();
  };
  return { ...world, id: String(escalations[0].escalationId), at };
}

async function send(body: object): Promise<void> {
  await world.house.ok('POST', world.hook, body);
  await world.house.settle();
}

const trace = (id: string): Promise<string[]> => traceOf(world, id, startMs);
const escalation = (id: string): Promise<Json> =>
  world.house.ok('GET', `/escalations/${id}`, undefined, world.admin.token);

async function released(id: string): Promise<string[]> {
  const [row] = await world.house.query<{ released: { userId: string }[] }>(
    `select released from escalations where id = $1`,
    [id],
  );
  return row?.released.map((one) => one.userId) ?? [];
}

/** A verified number whose provider reports ringing 1.6 s after it was asked, and no answer 25 s later. */
async function givePhone(letter: 'A', number: string): Promise<void> {
  const { house, people } = world;
  await house.ok(
    'POST',
    `/users/${people[letter].userId}/contact-methods`,
    { kind: 'phone', target: number },
    people[letter].token,
  );
  await house.query(`update contact_methods set verified_at = now()`);
  house.phones.addLandline(number, { ringingMs: 1_600 });
}
