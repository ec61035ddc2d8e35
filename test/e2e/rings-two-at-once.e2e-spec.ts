import type { Json } from '../harness/json.js';
import { afterEach, describe, expect, it } from '@jest/globals';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

let world: World;
afterEach(() => world.house.stop());

const live = async (): Promise<Json[]> =>
  (await world.house.ok('GET', '/escalations?live=true', undefined, world.admin.token))['escalations'];
const send = async (body: object): Promise<void> => {
  await world.house.ok('POST', world.hook, body);
  await world.house.settle();
};

describe('a Grafana alert', () => {
  it('rings two phones at once; a decline rings the third at once; the acceptance stops the others within a second and says who', async () => {
    world = await makeWorld();
    const { house, phones, people } = world;
    await send(grafanaAlert('Queue'));
    await house.advance(1);
    expect([phones.A, phones.B, phones.C, phones.D].map((phone) => phone.isRinging)).toEqual([
      true,
      true,
      false,
      false,
    ]);

    await phones.A.decline('driving');
    await house.advance(1);
    expect([phones.B, phones.C, phones.D].map((phone) => phone.isRinging)).toEqual([true, true, false]);

    await phones.B.answer();
    const reading = await house.ok(
      'GET',
      `/rings/${phones.B.card?.ringId}`,
      undefined,
      phones.B.card?.receipt.token,
    );
    expect(reading['calls'][0]).toMatchObject({
      title: 'Queue is broken',
      severity: 'critical',
      status: 'reading',
    });
    expect(reading['calls'][0].alerts[0]).toMatchObject({ description: 'Look at the queue.' });
    expect(reading['calls'][0].others).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'Aoi', status: 'declined', declineReason: 'driving' }),
      ]),
    );

    const cRing = phones.C.card;
    await phones.B.accept();
    await house.advance(1);
    expect(phones.C.isRinging).toBe(false);
    const stopped = await house.ok('GET', `/rings/${cRing?.ringId}`, undefined, cRing?.receipt.token);
    expect(stopped).toMatchObject({ status: 'over', reason: 'accepted-by-other' });
    expect(stopped['calls'][0].takenBy).toEqual(['Ben']);
    // D never rang; each of the others is told once.
    expect(phones.D.ringsSeen).toBe(0);
    expect([phones.A, phones.C, phones.D].map((phone) => phone.informs)).toEqual([
      ['Ben took it (mail)'],
      ['Ben took it (mail)'],
      ['Ben took it (mail)'],
    ]);
    const { events } = await house.ok('GET', '/timeline?pageSize=200', undefined, people.D.token);
    expect(events.filter((event: { kind: string }) => event.kind === 'inform.sent')).toHaveLength(1);
    expect(await live()).toEqual([]);
  });

  it('that resolves stops the ringing', async () => {
    world = await makeWorld();
    const { house, phones } = world;
    await send(grafanaAlert('Queue'));
    await house.advance(5);
    expect(phones.A.isRinging).toBe(true);
    await send(grafanaAlert('Queue', { status: 'resolved' }));
    expect([phones.A, phones.B].map((phone) => phone.cancels)).toEqual([['resolved'], ['resolved']]);
    await house.advance(120);
    expect(phones.A.ringsSeen).toBe(1);
    expect(await live()).toEqual([]);
  });

  it('invariant 16: keeps the call rules that it began with, whatever is edited meanwhile', async () => {
    world = await makeWorld();
    const { house, phones, people, policyId } = world;
    await send(grafanaAlert('Queue'));
    const targets = [{ kind: 'user', id: people.D.userId }];
    await house.ok(
      'PATCH',
      `/policies/${policyId}`,
      { version: 1, steps: [{ targets, simultaneous: 1, retries: 0 }] },
      people.A.token,
    );
    await house.advance(31);
    expect(phones.C.ringsSeen).toBe(1);
    expect((await live())[0]).toMatchObject({ steps: 1, policyName: 'Mail' });
    const [row] = await house.query<{ n: number }>(
      `select jsonb_array_length(snapshot -> 'steps' -> 0 -> 'targets') as n from escalations`,
    );
    expect(row?.n).toBe(4);
  });

  it('sent five times at once opens one alert and one escalation', async () => {
    world = await makeWorld();
    const { house, admin, phones } = world;
    await Promise.all(Array.from({ length: 5 }, () => house.ok('POST', world.hook, grafanaAlert('Queue'))));
    await house.advance(2);
    const { alerts } = await house.ok('GET', '/alerts', undefined, admin.token);
    expect(alerts).toHaveLength(1);
    expect(await live()).toHaveLength(1);
    expect(phones.A.ringsSeen).toBe(1);
  });
});

describe('people', () => {
  it('start an escalation by hand, for a team, a policy or people, with a message', async () => {
    world = await makeWorld();
    const { house, phones, people, teamId } = world;
    const started = await house.ok(
      'POST',
      '/escalations',
      {
        userIds: [people.C.userId],
        title: 'Need the HBA firmware',
        message: 'on rack C-14',
        severity: 'high',
      },
      people.D.token,
    );
    await house.advance(1);
    expect(phones.C.isRinging).toBe(true);
    expect(started).toMatchObject({ startedByName: 'Dan', message: 'on rack C-14' });
    const team = await house.ok(
      'POST',
      '/escalations',
      { teamId, title: 'All hands', severity: 'critical' },
      people.D.token,
    );
    expect(team).toMatchObject({ policyName: 'Mail', status: 'calling' });
    const both = await house.rest(
      'POST',
      '/escalations',
      { teamId, userIds: [people.A.userId], title: 'x' },
      people.D.token,
    );
    expect([both.status, both.body['code']]).toEqual([422, 'TARGET_AMBIGUOUS']);
  });

  it('call more people in while it rings, and after it was taken', async () => {
    world = await makeWorld();
    const { house, phones, people } = world;
    await send(grafanaAlert('Queue'));
    const [escalation] = await live();
    await house.ok(
      'POST',
      `/escalations/${escalation?.['escalationId']}/targets`,
      { userIds: [people.D.userId] },
      people.A.token,
    );
    await house.advance(1);
    expect(phones.D.isRinging).toBe(true);
    await phones.D.accept();
    const more = await house.ok(
      'POST',
      `/escalations/${escalation?.['escalationId']}/targets`,
      { userIds: [people.C.userId], message: 'come and look' },
      people.D.token,
    );
    expect(more).toMatchObject({ kind: 'additional', parentId: escalation?.['escalationId'] });
    await house.advance(1);
    expect(phones.C.isRinging).toBe(true);
  });

  it('take it from the board without having been called; a late tap is told who was first', async () => {
    world = await makeWorld();
    const { house, phones, people } = world;
    await send(grafanaAlert('Queue'));
    await house.advance(1);
    const ring = phones.A.card;
    const [escalation] = await live();
    await house.ok('POST', `/escalations/${escalation?.['escalationId']}/take`, {}, people.D.token);
    await house.advance(1);
    expect(phones.A.isRinging).toBe(false);
    const late = await house.rest('POST', `/rings/${ring?.ringId}/accept`, {}, ring?.receipt.token);
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({
      code: 'ESCALATION_OVER',
      details: { status: 'accepted', takenBy: [{ name: 'Dan' }] },
    });
  });
});
