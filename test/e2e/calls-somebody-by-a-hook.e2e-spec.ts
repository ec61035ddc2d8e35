import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { House, RestAnswer } from '../harness/house.js';
import { makeTeam, makeWorld, type World } from '../harness/world.js';

type Said = RestAnswer['body'];

/** A house is started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;

describe('a call hook', () => {
  let world: World;
  let house: House;
  let integrationId: string;
  let hook: string;

  beforeAll(async () => {
    world = await makeWorld();
    house = world.house;
    const given = { teamId: world.teamId, name: 'Backup script', source: 'call' };
    ({ integrationId } = (await house.ok('POST', '/integrations', given, world.people.A.token)) as {
      integrationId: string;
    });
    const setup = await house.ok('POST', `/integrations/${integrationId}/setup`, {}, world.people.A.token);
    expect(setup['curl']).toContain(setup['url']);
    hook = new URL(setup['url']).pathname;
    expect(hook).toMatch(/^\/webhooks\/call\/[a-z2-7]{52}$/);
  }, HOUSE_MS);
  afterAll(() => house.stop());

  const call = (body: unknown, headers: Record<string, string> = {}) =>
    house.rest('POST', hook, body, undefined, headers);
  const escalation = (escalationId: string): Promise<Said> =>
    house.ok('GET', `/escalations/${escalationId}`, undefined, world.admin.token);

  it('rings whoever is on call, with no alert behind it', async () => {
    const { status, body } = await call({ message: 'The backup failed.\nDisk 3.', severity: 'critical' });
    expect([status, body['duplicate']]).toEqual([200, false]);
    await house.settle();
    expect(await escalation(body['escalationId'])).toMatchObject({
      number: body['number'],
      teamId: world.teamId,
      title: 'The backup failed.',
      message: 'The backup failed.\nDisk 3.',
      severity: 'critical',
      status: 'calling',
      startedByName: 'Backup script',
      alertIds: [],
      calls: [{ userId: world.people.A.userId }, { userId: world.people.B.userId }],
    });
    expect((await house.ok('GET', '/alerts', undefined, world.admin.token))['alerts']).toEqual([]);
  });

  it('calls once, however often a script tries', async () => {
    const said = { message: 'Once' };
    const tries = await Promise.all(Array.from({ length: 5 }, () => call(said, { 'idempotency-key': 'k1' })));
    expect(new Set(tries.map(({ body }) => body['escalationId'])).size).toBe(1);
    expect(tries.filter(({ body }) => body['duplicate'])).toHaveLength(4);
    // Without a key the same words are the same call, for a minute.
    const [first, again] = [await call({ message: 'Words' }), await call({ message: 'Words' })];
    expect(again.body['escalationId']).toBe(first.body['escalationId']);
    await house.advance(61);
    expect((await call({ message: 'Words' })).body['escalationId']).not.toBe(first.body['escalationId']);
  });

  it('calls a team, a policy or people by name', async () => {
    const other = await makeTeam(house, world.admin, 'data', [[world.people.D, 'responder']]);
    const byTeam = await call({ message: 'Team', team: 'DATA' });
    expect(await escalation(byTeam.body['escalationId'])).toMatchObject({ teamId: other });
    const byPolicy = await call({ message: 'Policy', policy: world.policyId });
    expect(await escalation(byPolicy.body['escalationId'])).toMatchObject({ policyId: world.policyId });
    // Critical: whoever was rung often of late is held back for what a script says, too.
    const people = ['DAN@example.org', world.people.C.userId];
    const byPeople = await call({ message: 'People', people, severity: 'critical' });
    await house.settle();
    const { calls } = await escalation(byPeople.body['escalationId']);
    expect((calls as Said[]).map(({ userId }) => userId as string).sort()).toEqual(
      [world.people.C.userId, world.people.D.userId].sort(),
    );
  });

  it.each([
    [{}, 'INVALID_INPUT'],
    [{ message: 'x', urgency: 'high' }, 'INVALID_INPUT'],
    [{ message: 'x', team: 'mail', people: ['dan@example.org'] }, 'INVALID_INPUT'],
    ['{', 'INVALID_INPUT'],
    [{ message: 'x', team: 'nobody' }, 'TARGET_UNKNOWN'],
    [{ message: 'x', people: ['nobody@example.org'] }, 'TARGET_UNKNOWN'],
  ])('says what is wrong with %j, and calls nobody', async (said, code) => {
    const answer = await call(said);
    expect(answer).toMatchObject({ status: 422, body: { code } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('takes no other key, and stops with its integration', async () => {
    const wrong = await house.rest('POST', `${hook}x`, { message: 'x' });
    expect(wrong.status).toBe(404);
    expect((await house.rest('POST', world.hook.replace('grafana', 'call'), { message: 'x' })).status).toBe(
      404,
    );
    const path = `/integrations/${integrationId}`;
    const { deliveries } = await house.ok('GET', `${path}/deliveries`, undefined, world.people.A.token);
    expect((deliveries as Said[]).map(({ outcome }) => outcome as string)).toContain('duplicate');
    await house.ok('DELETE', path, undefined, world.people.A.token);
    expect((await call({ message: 'x' })).status).toBe(404);
  });
});
