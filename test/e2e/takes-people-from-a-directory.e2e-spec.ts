import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Directory } from '../harness/scim-directory.js';
import type { House } from '../harness/house.js';
import type { Json } from '../harness/json.js';
import { makePerson, makeWorld, PASSWORD, type Person, type World } from '../harness/world.js';

const ENTRA_OFF = { op: 'Replace', path: 'active', value: 'False' };
const OKTA_OFF = { op: 'replace', value: { active: false } };

describe('a directory that speaks SCIM', () => {
  let world: World;
  let house: House;
  let admin: Person;
  let directory: Directory;

  beforeAll(async () => {
    world = await makeWorld();
    ({ house, admin } = world);
    directory = await Directory.connect(house, admin);
  }, 60_000);
  afterAll(() => house.stop());

  const found = async (filter: string, kind = 'Users'): Promise<Json> =>
    directory.ok('GET', `/${kind}?filter=${encodeURIComponent(filter)}`);
  const members = async (): Promise<Record<string, string>> =>
    Object.fromEntries(
      (await house.ok('GET', `/teams/${world.teamId}`, undefined, admin.token))['members'].map(
        (one: Json) => [one['userId'], one['role']],
      ),
    );
  const informed = async (person: Person): Promise<string[]> =>
    (
      await house.query<{ params: { title: string; body: string } }>(
        `select params from event_log where kind = 'inform.sent' and $1::uuid = any(audience) order by at, id`,
        [person.userId],
      )
    ).map(({ params }) => `${params.title}: ${params.body}`);

  describe('is let in', () => {
    it('by a token that an admin has given a service account for it, and by nothing else', async () => {
      const { A } = world.people;
      const status = async (token?: string) =>
        (await house.rest('GET', '/scim/v2/Users', undefined, token)).status;
      expect(await status(directory.token)).toBe(200);
      expect(await status()).toBe(401);
      expect(await status(admin.token)).toBe(403);
      expect(await status(world.phones.A.token)).toBe(403);
      const wide = { name: 'Wide', scopes: ['read', 'write', 'ring'], expiresInDays: 1 };
      expect(await status((await house.ok('POST', '/tokens', wide, admin.token))['secret'])).toBe(403);
      // It opens that door and no other.
      for (const path of ['/users', '/sessions', '/tokens', '/timeline', '/events'])
        expect((await house.rest('GET', path, undefined, directory.token)).status).toBe(403);
      const bot = await house.ok(
        'POST',
        '/service-accounts',
        { name: 'B', ownerTeamId: world.teamId },
        A.token,
      );
      const wanted = { name: 'SCIM', scopes: ['scim:write'], expiresInDays: 1 };
      const make = async (by: Person, ownerId?: string) =>
        (await house.rest('POST', '/tokens', { ...wanted, ...(ownerId ? { ownerId } : {}) }, by.token))
          .status;
      expect(await make(A, bot['userId'])).toBe(403);
      expect(await make(A)).toBe(403);
      expect(await make(admin)).toBe(403);
      expect(await make(admin, bot['userId'])).toBe(201);
      const made = await house.ok('GET', `/tokens?ownerId=${bot['userId']}`, undefined, A.token);
      const rotate = `/tokens/${made['tokens'][0].tokenId}/rotate`;
      expect((await house.rest('POST', rotate, { overlapHours: 0 }, A.token)).status).toBe(403);
    });

    it('at its own rate', async () => {
      const other = await Directory.connect(house, admin);
      const { tokens } = await house.ok(
        'GET',
        '/organisation/tokens?query=SCIM&live=true',
        undefined,
        admin.token,
      );
      const path = `/tokens/${tokens[0].tokenId}/rate`;
      await house.ok('PUT', path, { requestsPerMinute: 2 }, admin.token);
      const codes = [];
      for (let i = 0; i < 3; i += 1) codes.push(await other.ask('GET', '/Users?count=0'));
      expect(codes.map(({ status }) => status)).toEqual([200, 200, 429]);
      expect(codes[2]?.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(codes[2]?.body).toMatchObject({ status: '429' });
    });

    it('and is told what can be done', async () => {
      expect(await directory.ok('GET', '/ServiceProviderConfig')).toMatchObject({
        patch: { supported: true },
        bulk: { supported: false },
        etag: { supported: true },
      });
      expect(
        (await directory.ok('GET', '/ResourceTypes'))['Resources'].map((one: Json) => one['id']),
      ).toEqual(['User', 'Group']);
      const { Resources } = await directory.ok('GET', '/Schemas');
      for (const { id } of Resources)
        expect(await directory.ok('GET', `/Schemas/${id}`)).toMatchObject({ id });
    });
  });

  describe('makes people', () => {
    it('finds nobody, makes them, and finds them by each of their names', async () => {
      expect(await found('userName eq "yui@example.org"')).toMatchObject({ totalResults: 0, Resources: [] });
      const yui = await directory.user('Yui');
      expect(yui).toMatchObject({ userName: 'yui@example.org', active: true, displayName: 'Yui' });
      for (const filter of [
        'userName eq "YUI@example.org"',
        'externalId eq "ext-Yui"',
        'displayName eq "yui" and active eq true',
        'emails[type eq "work"].value eq "yui@example.org"',
        `id eq "${yui['id']}" or (userName eq "nobody" and not (active eq true))`,
      ])
        expect((await found(filter))['Resources']).toMatchObject([{ id: yui['id'] }]);
      const user = await house.ok('GET', `/users/${yui['id']}`, undefined, admin.token);
      expect(user).toMatchObject({ role: 'member', email: 'yui@example.org', disabled: false });
      // Without a password there is no way in but by single sign-on.
      const tried = { email: 'yui@example.org', password: PASSWORD };
      expect((await house.rest('POST', '/sign-in', tried)).status).toBe(401);
    });

    it('finds those who were here before, and refuses to make them twice', async () => {
      const { A } = world.people;
      expect((await found(`userName eq "${A.email}"`))['Resources']).toMatchObject([{ id: A.userId }]);
      const again = await directory.ask('POST', '/Users', { userName: A.email });
      expect(again.status).toBe(409);
      expect(again.headers.get('content-type')).toContain('application/scim+json');
      expect(again.body).toMatchObject({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '409',
        scimType: 'uniqueness',
      });
    });

    it('shows them page by page, counted from one', async () => {
      const total = (await directory.ok('GET', '/Users?count=0'))['totalResults'] as number;
      const seen = [];
      for (let startIndex = 1; startIndex <= total; startIndex += 2)
        for (const { id } of (await directory.ok('GET', `/Users?startIndex=${startIndex}&count=2`))[
          'Resources'
        ])
          seen.push(id);
      expect(new Set(seen).size).toBe(total);
      expect(await directory.ok('GET', '/Users?startIndex=-5&count=-1')).toMatchObject({
        startIndex: 1,
        itemsPerPage: 0,
        totalResults: total,
      });
    });

    it('changes them in either dialect, and writes down what changed and nothing else', async () => {
      const { id } = await directory.user('Nao');
      const path = `/Users/${id}`;
      const rows = async () =>
        (await house.ok('GET', `/audit?targetId=${id}`, undefined, admin.token))['rows'] as Json[];
      await directory.patch(
        path,
        { op: 'Add', path: 'name.familyName', value: 'Ito' },
        { op: 'Replace', path: 'displayName', value: 'Nao Ito' },
        {
          op: 'Add',
          path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
          value: 'IT',
        },
      );
      expect(await rows()).toMatchObject([
        { action: 'user.updated', actorName: 'Directory', via: 'token', after: { displayName: 'Nao Ito' } },
        { action: 'user.created' },
      ]);
      const same = await directory.patch(path, { op: 'replace', value: { displayName: 'Nao Ito' } });
      expect(same.status).toBe(200);
      expect(await rows()).toHaveLength(2);
      const put = { userName: 'nao.ito@example.org', displayName: 'N', emails: [{ value: 'n@example.org' }] };
      expect(await directory.ok('PUT', path, put)).toMatchObject({
        userName: 'nao.ito@example.org',
        active: true,
      });
      expect(await rows()).toHaveLength(3);
    });

    it('changes only the version that it has read, where it says which', async () => {
      const { id, meta } = await directory.user('Ren');
      const change = (tag: string) =>
        directory.ask(
          'PUT',
          `/Users/${id}`,
          { userName: `ren@example.org`, displayName: tag },
          { 'if-match': tag },
        );
      const first = await change(meta.version);
      expect(first.status).toBe(200);
      expect(first.headers.get('etag')).toBe(first.body['meta'].version);
      expect((await change(meta.version)).body).toMatchObject({ status: '412' });
      expect((await change('*')).status).toBe(200);
    });
  });

  describe('ends people', () => {
    it.each([
      ['Entra ID', 'Kei', ENTRA_OFF],
      ['Okta', 'Rio', OKTA_OFF],
    ])('as %s says it: sessions, tokens and devices are over, and do not come back', async (_, name, off) => {
      const person = await makePerson(house, admin, name);
      const phone = await house.phones.enrol(house, person.token, `phone-${name}`);
      const given = { name: 'Script', scopes: ['read'], expiresInDays: 30 };
      const { secret } = await house.ok('POST', '/tokens', given, person.token);
      const all = [person.token, secret as string, phone.token];
      const statuses = () =>
        Promise.all(all.map(async (token) => (await house.rest('GET', '/me', undefined, token)).status));
      expect(await statuses()).toEqual([200, 200, 200]);
      const answer = await directory.patch(`/Users/${person.userId}`, off);
      expect(answer.body).toMatchObject({ active: false });
      expect(await statuses()).toEqual([401, 401, 401]);
      await directory.patch(`/Users/${person.userId}`, { op: 'replace', path: 'active', value: true });
      expect(await statuses()).toEqual([401, 401, 401]);
      const signedIn = { email: person.email, password: PASSWORD };
      expect((await house.rest('POST', '/sign-in', signedIn)).status).toBe(200);
    });

    it('never the last admin, nor the last of the last resort', async () => {
      for (const attempt of [
        () => directory.patch(`/Users/${admin.userId}`, ENTRA_OFF),
        () => directory.ask('DELETE', `/Users/${admin.userId}`),
      ]) {
        const answer = await attempt();
        expect(answer.status).toBe(409);
        expect(answer.body['detail']).toMatch(/ADMIN_LAST|LAST_RESORT_EMPTY/);
      }
      const other = await makePerson(house, admin, 'Ada');
      const organisation = await house.ok('GET', '/organisation', undefined, admin.token);
      const resort = { version: organisation['version'], lastResortUserIds: [admin.userId, other.userId] };
      await house.ok('PATCH', '/organisation', resort, admin.token);
      const answer = await directory.patch(`/Users/${admin.userId}`, OKTA_OFF);
      expect(answer.body['detail']).toContain('ADMIN_LAST');
      expect((await house.rest('GET', '/me', undefined, admin.token)).status).toBe(200);
    });

    it('moves no admin’s address, and brings no admin back', async () => {
      const boss = await makePerson(house, admin, 'Boss', 'admin');
      const path = `/Users/${boss.userId}`;
      const moved = await directory.patch(path, {
        op: 'replace',
        path: 'emails[type eq "work"].value',
        value: 'thief@example.org',
      });
      expect(moved.body).toMatchObject({ status: '400', scimType: 'mutability' });
      expect((await directory.patch(path, OKTA_OFF)).status).toBe(200);
      const back = await directory.patch(path, { op: 'replace', value: { active: true } });
      expect(back.body).toMatchObject({ status: '400', scimType: 'mutability' });
      expect((await directory.ask('DELETE', path)).status).toBe(204);
      expect((await directory.ask('POST', '/Users', { userName: boss.email })).status).toBe(400);
    });

    it('tells the owners where somebody still stands, and which step can ring nobody now', async () => {
      const { A } = world.people;
      const kai = await makePerson(house, admin, 'Kai');
      const targets = [{ kind: 'user', id: kai.userId }];
      const rules = { teamId: world.teamId, name: 'Nights', steps: [{ targets }] };
      const { policyId } = await house.ok('POST', '/policies', rules, A.token);
      const rotation = { participantIds: [kai.userId, A.userId], startsOn: '2026-01-05' };
      const schedule = { teamId: world.teamId, name: 'Weeks', timeZone: 'UTC', rotation };
      const { scheduleId } = await house.ok('POST', '/schedules', schedule, A.token);
      const weekly = {
        ...rules,
        name: 'By week',
        steps: [{ targets: [{ kind: 'schedule', id: scheduleId }] }],
      };
      await house.ok('POST', '/policies', weekly, A.token);
      const answer = await directory.patch(`/Users/${kai.userId}`, ENTRA_OFF);
      const warnings = [
        'Policy By week: step 1 can ring nobody in some shifts',
        'Policy Nights: step 1 can ring nobody',
        'Kai still stands in the policy Nights',
        'Kai still stands in the schedule Weeks',
      ];
      expect(answer.body['urn:barry:params:scim:schemas:extension:2.0:Warnings']).toEqual({ warnings });
      const { rows } = await house.ok(
        'GET',
        `/audit?targetId=${kai.userId}&pageSize=1`,
        undefined,
        admin.token,
      );
      expect(rows).toMatchObject([{ action: 'user.updated', after: { active: false, warnings } }]);
      expect((await informed(A)).sort()).toEqual([
        'By week: Step 1 can ring nobody in the shifts of those who have left. Change the schedule',
        'Nights: Kai was deactivated and still stands here (mail); put somebody else in their place',
        'Nights: Step 1 can ring nobody any more: it is passed over. Name somebody there',
        'Weeks: Kai was deactivated and still stands here (mail); put somebody else in their place',
      ]);
      expect(await informed(world.people.B)).toEqual([]);
      await house.ok('DELETE', `/policies/${policyId}`, undefined, A.token);
    });

    it('deletes them from its sight only: they can be sent again, and are the same', async () => {
      const { id } = await directory.user('Sora');
      expect((await directory.ask('DELETE', `/Users/${id}`)).status).toBe(204);
      expect((await directory.ask('GET', `/Users/${id}`)).body).toMatchObject({ status: '404' });
      expect(await found('userName eq "sora@example.org"')).toMatchObject({ totalResults: 0 });
      const user = await house.ok('GET', `/users/${id}`, undefined, admin.token);
      expect(user).toMatchObject({ disabled: true, name: 'Sora' });
      expect((await directory.user('Sora'))['id']).toBe(id);
      expect(await house.ok('GET', `/users/${id}`, undefined, admin.token)).toMatchObject({
        disabled: false,
      });
    });
  });

  describe('keeps groups', () => {
    const map = (groupId: string, role: string, teamId = world.teamId) =>
      house.ok('PUT', `/directory-groups/${groupId}/team`, { teamId, role }, admin.token);

    it('without effect until an admin has given one a team; then their members are in it, and leave with them', async () => {
      const [eri, ken] = [(await directory.user('Eri'))['id'], (await directory.user('Ken'))['id']];
      const group = await directory.group('Operators', [eri]);
      const path = `/Groups/${group['id']}`;
      const before = await members();
      expect(before[eri]).toBeUndefined();
      await map(group['id'], 'responder');
      expect((await members())[eri]).toBe('responder');
      await directory.patch(path, { op: 'Add', path: 'members', value: [{ value: ken }] });
      expect((await members())[ken]).toBe('responder');
      await directory.patch(path, { op: 'remove', path: `members[value eq "${eri}"]` });
      expect(await members()).toEqual({ ...before, [ken]: 'responder' });
      const listed = await house.ok('GET', '/directory-groups', undefined, admin.token);
      expect(listed['groups']).toMatchObject([{ name: 'Operators', members: 1, teamId: world.teamId }]);
      await house.ok('DELETE', `/directory-groups/${group['id']}/team`, undefined, admin.token);
      expect(await members()).toEqual(before);
      expect((await directory.ask('DELETE', path)).status).toBe(204);
    });

    it('and leaves alone what somebody has made by hand', async () => {
      const { B } = world.people;
      const mia = (await directory.user('Mia'))['id'];
      const group = await directory.group('Owners', [B.userId, mia]);
      const before = await members();
      await map(group['id'], 'owner');
      expect(await members()).toEqual({ ...before, [mia]: 'owner' });
      // Whoever is given a role by hand has it by hand from then on.
      const byHand = { role: 'responder' };
      await house.ok('PUT', `/teams/${world.teamId}/members/${mia}`, byHand, admin.token);
      await directory.patch(`/Groups/${group['id']}`, { op: 'Replace', path: 'members', value: [] });
      expect(await members()).toEqual({ ...before, [mia]: 'responder' });
      await house.ok('DELETE', `/teams/${world.teamId}/members/${mia}`, undefined, admin.token);
    });

    it('of several that lead to one team the greater role holds, and a step that loses its team is told of', async () => {
      const { A } = world.people;
      const leo = (await directory.user('Leo'))['id'];
      const { teamId } = await house.ok('POST', '/teams', { slug: 'night', name: 'Night' }, admin.token);
      const rules = { teamId, name: 'Night', steps: [{ targets: [{ kind: 'team', id: teamId }] }] };
      await house.ok('POST', '/policies', rules, admin.token);
      const [low, high] = [await directory.group('Low', [leo]), await directory.group('High', [leo])];
      await map(low['id'], 'observer', teamId);
      await map(high['id'], 'responder', teamId);
      const of = async () =>
        (await house.ok('GET', `/teams/${teamId}`, undefined, admin.token))['members'] as Json[];
      expect(await of()).toMatchObject([{ userId: leo, role: 'responder' }]);
      const gone = await directory.ask('DELETE', `/Groups/${high['id']}`);
      expect(decodeURIComponent(gone.headers.get('x-barry-warnings') ?? '')).toBe(
        'Policy Night: step 1 can ring nobody',
      );
      expect(await of()).toMatchObject([{ userId: leo, role: 'observer' }]);
      // Nobody owns that team: the admins hear of it.
      expect(await informed(admin)).toContain(
        'Night: Step 1 can ring nobody any more: it is passed over. Name somebody there',
      );
      expect(await informed(A)).not.toContain(expect.stringContaining('Night:'));
    });

    it('finds them by name and by member, with members or without', async () => {
      const tom = (await directory.user('Tom'))['id'];
      const { id } = await directory.group('Everybody', [tom]);
      const both = `id eq "${id}" and members eq "${tom}"`;
      expect((await found(both, 'Groups'))['Resources']).toMatchObject([{ id, members: [{ value: tom }] }]);
      const bare = await directory.ok('GET', `/Groups/${id}?excludedAttributes=members`);
      expect(bare).not.toHaveProperty('members');
      expect((await directory.ask('POST', '/Groups', { displayName: 'everybody' })).body).toMatchObject({
        scimType: 'uniqueness',
      });
      const stranger = [{ value: '00000000-0000-7000-8000-000000000000' }];
      const strange = await directory.patch(`/Groups/${id}`, { op: 'add', path: 'members', value: stranger });
      expect(strange.body).toMatchObject({ status: '400', scimType: 'invalidValue' });
    });
  });
});
