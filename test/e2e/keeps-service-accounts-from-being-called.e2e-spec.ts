import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { House } from '../harness/house.js';
import type { Json } from '../harness/json.js';
import { makePerson, makeTeam, makeWorld, type Person, type World } from '../harness/world.js';

describe('a service account', () => {
  let world: World;
  let house: House;
  let admin: Person;
  let owner: Person;
  let bot: Json;
  let secret: string;

  beforeAll(async () => {
    world = await makeWorld();
    ({ house, admin } = world);
    owner = world.people.A;
    bot = await house.ok(
      'POST',
      '/service-accounts',
      { name: 'Deployer', ownerTeamId: world.teamId },
      owner.token,
    );
    secret = (await tokenOf(bot['userId'], owner)).body['secret'];
  }, 60_000);
  afterAll(() => house.stop());

  const tokenOf = (ownerId: string, by: Person) =>
    house.rest(
      'POST',
      '/tokens',
      { name: 'CI', scopes: ['read', 'write', 'ring'], expiresInDays: 30, ownerId },
      by.token,
    );
  const refusal = async (method: string, path: string, body: unknown, token = admin.token) => {
    const answer = await house.rest(method, path, body, token);
    return `${answer.status} ${answer.body['code'] ?? ''}`.trim();
  };

  it('is a user that says what it is, wherever it stands', async () => {
    expect(bot).toMatchObject({ kind: 'service', name: 'Deployer', email: '', ownerTeamId: world.teamId });
    const me = await house.ok('GET', '/me', undefined, secret);
    expect(me['user']).toMatchObject({ kind: 'service', userId: bot['userId'] });
    await house.ok(
      'PUT',
      `/teams/${world.teamId}/members/${bot['userId']}`,
      { role: 'responder' },
      owner.token,
    );
    const team = await house.ok('GET', `/teams/${world.teamId}`, undefined, admin.token);
    expect(team['members'].find((one: Json) => one['userId'] === bot['userId'])).toMatchObject({
      kind: 'service',
    });
    expect(
      await house.ok('GET', `/service-accounts?ownerTeamId=${world.teamId}`, undefined, admin.token),
    ).toMatchObject({
      serviceAccounts: [{ userId: bot['userId'] }],
    });
  });

  it('has neither password nor session, nor anything that could be rung', async () => {
    const { userId } = bot;
    expect(await refusal('POST', `/users/${userId}/password-link`, {})).toBe('409 USER_IS_SERVICE');
    expect(await refusal('PATCH', `/users/${userId}`, { version: 1, name: 'Person' })).toBe(
      '409 USER_IS_SERVICE',
    );
    const method = { kind: 'phone', target: '+81312345678' };
    expect(await refusal('POST', `/users/${userId}/contact-methods`, method)).toBe('409 USER_IS_SERVICE');
    const device = { name: 'Phone', platform: 'headless' };
    expect(await refusal('POST', '/devices', device, secret)).toBe('409 USER_IS_SERVICE');
    expect(await refusal('POST', '/test-rings', { userId })).toBe('422 NOBODY_TO_CALL');
    expect(await house.query(`select from local_accounts where user_id = $1`, [userId])).toEqual([]);
  });

  it('stands in no policy, schedule, last resort or call', async () => {
    const { userId } = bot;
    const targets = [{ kind: 'user', id: userId }];
    const policy = { teamId: world.teamId, name: 'Bots', steps: [{ targets }] };
    expect(await refusal('POST', '/policies', policy)).toBe('409 USER_IS_SERVICE');
    const { version } = await house.ok('GET', `/policies/${world.policyId}`, undefined, admin.token);
    const last = { version, lastResort: { userIds: [userId] } };
    expect(await refusal('PATCH', `/policies/${world.policyId}`, last)).toBe('409 USER_IS_SERVICE');
    const rotation = { participantIds: [userId], startsOn: '2026-01-05' };
    const schedule = { teamId: world.teamId, name: 'Bots', timeZone: 'UTC', rotation };
    expect(await refusal('POST', '/schedules', schedule)).toBe('409 USER_IS_SERVICE');
    const people = { ...schedule, rotation: { ...rotation, participantIds: [owner.userId] } };
    const { scheduleId } = await house.ok('POST', '/schedules', people, admin.token);
    const shift = { userId, startsAt: '2026-12-01T00:00:00Z', endsAt: '2026-12-02T00:00:00Z' };
    expect(await refusal('POST', `/schedules/${scheduleId}/overrides`, shift)).toBe('409 USER_IS_SERVICE');
    const organisation = await house.ok('GET', '/organisation', undefined, admin.token);
    const resort = { version: organisation['version'], lastResortUserIds: [userId] };
    expect(await refusal('PATCH', '/organisation', resort)).toBe('409 USER_IS_SERVICE');
    const call = { userIds: [userId], title: 'Ring' };
    expect(await refusal('POST', '/escalations', call)).toBe('422 NOBODY_TO_CALL');
  });

  it('is not called with its team, and takes nothing that people are rung for', async () => {
    const team = {
      teamId: world.teamId,
      name: 'All',
      steps: [{ targets: [{ kind: 'team', id: world.teamId }], simultaneous: 0 }],
    };
    const { policyId } = await house.ok('POST', '/policies', team, admin.token);
    const started = await house.ok('POST', '/escalations', { policyId, title: 'All hands' }, secret);
    expect(started['calls'].map((call: Json) => call['userId']).sort()).toEqual(
      Object.values(world.people)
        .map(({ userId }) => userId)
        .sort(),
    );
    const path = `/escalations/${started['escalationId']}`;
    expect(await refusal('POST', `${path}/take`, {}, secret)).toBe('409 USER_IS_SERVICE');
    await house.ok('POST', `${path}/cancel`, {}, secret);
    await house.settle();
  });

  it('is looked after by the owners of its team and by admins; its tokens are theirs to make and to end', async () => {
    const { B } = world.people;
    expect((await tokenOf(bot['userId'], B)).body).toMatchObject({ code: 'FORBIDDEN' });
    expect((await tokenOf(B.userId, admin)).body).toMatchObject({ code: 'SERVICE_ACCOUNT_UNKNOWN' });
    const named = { name: 'Mine', ownerTeamId: world.teamId };
    expect(await refusal('POST', '/service-accounts', named, B.token)).toBe('403 FORBIDDEN');
    expect(await refusal('POST', '/service-accounts', { name: 'House' }, owner.token)).toBe('403 FORBIDDEN');
    expect(await refusal('POST', '/service-accounts', { ...named, role: 'admin' }, owner.token)).toBe(
      '403 FORBIDDEN',
    );
    const other = await makePerson(house, admin, 'Other');
    await makeTeam(house, admin, 'shop', [[other, 'owner']]);
    expect(
      await refusal('PATCH', `/service-accounts/${bot['userId']}`, { version: 1, name: 'X' }, other.token),
    ).toBe('403 FORBIDDEN');
    const made = (await tokenOf(bot['userId'], admin)).body['token'];
    const listed = await house.ok('GET', `/tokens?ownerId=${bot['userId']}`, undefined, owner.token);
    expect(listed['tokens'].map((one: Json) => one['tokenId'])).toContain(made.tokenId);
    await house.ok('POST', `/tokens/${made.tokenId}/rotate`, { overlapHours: 1 }, owner.token);
    await house.ok('DELETE', `/tokens/${made.tokenId}`, undefined, owner.token);
  });

  it('that is an admin gives its tokens to admins only', async () => {
    const robot = { name: 'Root bot', ownerTeamId: world.teamId, role: 'admin' };
    const account = await house.ok('POST', '/service-accounts', robot, admin.token);
    expect((await tokenOf(account['userId'], owner)).body).toMatchObject({ status: 403 });
    const { token } = (await tokenOf(account['userId'], admin)).body;
    const rotate = await house.rest(
      'POST',
      `/tokens/${token.tokenId}/rotate`,
      { overlapHours: 1 },
      owner.token,
    );
    expect(rotate.status).toBe(403);
    // It is no person either where only admins are left to call.
    const users = await house.ok('GET', `/users/${admin.userId}`, undefined, admin.token);
    const demoted = { version: users['version'], role: 'member' };
    expect(await refusal('PATCH', `/users/${admin.userId}`, demoted)).toBe('409 ADMIN_LAST');
  });

  it('ends with everything when it is disabled, and its old tokens do not come back with it', async () => {
    const { userId } = bot;
    const { version } = await house.ok('GET', `/users/${userId}`, undefined, admin.token);
    const path = `/service-accounts/${userId}`;
    const off = await house.ok('PATCH', path, { version, disabled: true }, owner.token);
    expect((await house.rest('GET', '/me', undefined, secret)).status).toBe(401);
    expect((await tokenOf(userId, owner)).body).toMatchObject({ code: 'USER_DISABLED' });
    await house.ok('PATCH', path, { version: off['version'], disabled: false }, owner.token);
    expect((await house.rest('GET', '/me', undefined, secret)).status).toBe(401);
    expect((await tokenOf(userId, owner)).status).toBe(201);
  });
});
