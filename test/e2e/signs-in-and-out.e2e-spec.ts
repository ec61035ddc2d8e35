import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminLinkService } from '../../src/modules/access/index.js';
import { House } from '../harness/house.js';
import { makePerson, PASSWORD, type Person } from '../harness/world.js';

const DAY = 86_400;

describe('signing in and out', () => {
  let house: House;
  let admin: Person;

  beforeAll(async () => {
    house = await House.start();
  });
  afterAll(() => house.stop());

  const me = (token?: string, headers?: Record<string, string>) =>
    house.rest('GET', '/me', undefined, token, headers);
  const signIn = (email: string, password = PASSWORD) => house.rest('POST', '/sign-in', { email, password });

  it('begins with a link that makes the first admin, once', async () => {
    const links = house.get(AdminLinkService);
    const old = await links.ensure();
    const newer = await links.ensure();
    const given = { name: 'Root', email: 'root@example.org', password: PASSWORD };
    expect((await house.rest('POST', '/admin-link', { ...given, token: old })).body['code']).toBe(
      'ADMIN_LINK_USED',
    );
    const made = await house.rest('POST', '/admin-link', { ...given, token: newer });
    expect(made.body).toMatchObject({ user: { role: 'admin', email: 'root@example.org' } });
    const again = await house.rest('POST', '/admin-link', { ...given, email: 'b@example.org', token: newer });
    expect(again).toMatchObject({ status: 404, body: { code: 'ADMIN_LINK_USED' } });
    expect(await links.ensure()).toBeUndefined();
    admin = { userId: made.body['user'].userId, name: 'Root', email: given.email, token: made.body['token'] };
  });

  it('takes the address in any case, and tells who somebody is', async () => {
    const ada = await makePerson(house, admin, 'Ada');
    const { status, body } = await signIn('ADA@Example.ORG');
    expect(status).toBe(200);
    expect(body['token']).toMatch(/^barry_s_[A-Za-z0-9_-]{43}$/);
    const who = await me(body['token']);
    expect(who.body).toMatchObject({
      user: { userId: ada.userId, name: 'Ada' },
      credential: 'session',
      teams: [],
    });
    expect(who.body['rights']).toContain('incidents.comment');
    expect(who.body['rights']).not.toContain('audit.read');
    expect(who.body).not.toHaveProperty('csrfToken');
  });

  it('answers a wrong password, an unknown address and a disabled user with the same words', async () => {
    const bob = await makePerson(house, admin, 'Bob');
    await house.ok('PATCH', `/users/${bob.userId}`, { version: 1, disabled: true }, admin.token);
    const answers = [
      await signIn('ada@example.org', 'wrong wrong wrong'),
      await signIn('nobody@example.org'),
      await signIn('bob@example.org'),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.body).toEqual(answers[0]?.body);
      expect(answer.body['code']).toBe('SIGN_IN_REFUSED');
    }
  });

  it('ends what a user holds when the user is disabled', async () => {
    const cyd = await makePerson(house, admin, 'Cyd');
    expect((await me(cyd.token)).status).toBe(200);
    await house.ok('PATCH', `/users/${cyd.userId}`, { version: 1, disabled: true }, admin.token);
    expect((await me(cyd.token)).status).toBe(401);
  });

  it('refuses more than five wrong passwords for one account from one place, until a while has passed', async () => {
    await makePerson(house, admin, 'Eve');
    for (let i = 0; i < 5; i += 1) expect((await signIn('eve@example.org', 'wrong one')).status).toBe(401);
    const refused = await signIn('eve@example.org');
    expect(refused).toMatchObject({ status: 429, body: { code: 'TOO_MANY_TRIES' } });
    expect(refused.headers.get('retry-after')).toBe('30');
    await house.advance(30);
    expect((await signIn('eve@example.org')).status).toBe(200);
  });

  it('out ends this session and no other', async () => {
    const [first, second] = [(await signIn('ada@example.org')).body, (await signIn('ada@example.org')).body];
    expect((await house.rest('POST', '/sign-out', {}, first['token'])).status).toBe(200);
    expect((await me(first['token'])).status).toBe(401);
    expect((await me(second['token'])).status).toBe(200);
  });

  it('lasts thirty days since it was last used', async () => {
    const { token } = (await signIn('ada@example.org')).body;
    await house.advance(29 * DAY);
    expect((await me(token)).status).toBe(200);
    await house.advance(29 * DAY);
    expect((await me(token)).status).toBe(200);
    await house.advance(30 * DAY);
    expect((await me(token)).status).toBe(401);
    admin = { ...admin, token: (await signIn(admin.email)).body['token'] };
  });

  it('shows the own sessions, and ends one of them', async () => {
    const [first, second] = [(await signIn('ada@example.org')).body, (await signIn('ada@example.org')).body];
    const sessions = async () => (await house.ok('GET', '/sessions', undefined, second['token']))['sessions'];
    const others = (await sessions()).filter((one: { current: boolean }) => !one.current);
    expect(others).toHaveLength(1);
    const admins = await house.rest('DELETE', `/sessions/${others[0].sessionId}`, undefined, admin.token);
    expect(admins.status).toBe(404);
    await house.ok('DELETE', `/sessions/${others[0].sessionId}`, undefined, second['token']);
    expect((await me(first['token'])).status).toBe(401);
    expect(await sessions()).toHaveLength(1);
  });

  it('with a new password ends the other sessions', async () => {
    const dee = await makePerson(house, admin, 'Dee');
    const other = (await signIn('dee@example.org')).body['token'];
    const change = (currentPassword: string) =>
      house.rest(
        'POST',
        '/me/password',
        { currentPassword, newPassword: 'another horse entirely' },
        dee.token,
      );
    expect(await change('not this one')).toMatchObject({ status: 403, body: { code: 'PASSWORD_WRONG' } });
    expect((await change(PASSWORD)).status).toBe(200);
    expect((await me(dee.token)).status).toBe(200);
    expect((await me(other)).status).toBe(401);
    expect((await signIn('dee@example.org')).status).toBe(401);
    expect((await signIn('dee@example.org', 'another horse entirely')).status).toBe(200);
  });

  it('stores no token and no password', async () => {
    const { token } = (await signIn('ada@example.org')).body;
    const tables = await house.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    for (const { name } of tables) {
      const [row] = await house.query<{ found: boolean }>(
        `select exists (select 1 from ${name} t where t::text like $1 or t::text like $2) as found`,
        [`%${token}%`, `%${PASSWORD}%`],
      );
      expect({ name, found: row?.found }).toEqual({ name, found: false });
    }
  });

  describe('in a browser', () => {
    const open = () =>
      house.rest('POST', '/browser/session', { email: 'ada@example.org', password: PASSWORD });
    const cookieOf = (answer: Awaited<ReturnType<typeof open>>) => answer.headers.get('set-cookie') ?? '';

    it('keeps the token in a cookie that scripts cannot read', async () => {
      const answer = await open();
      expect(cookieOf(answer)).toMatch(
        /^barry_session=barry_s_[^;]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/,
      );
      expect(JSON.stringify(answer.body)).not.toContain('barry_s_');
      expect(answer.body['user'].name).toBe('Ada');
    });

    it('writes only with the proof that the page is ours', async () => {
      const answer = await open();
      const cookie = cookieOf(answer).split(';')[0] ?? '';
      const who = await me(undefined, { cookie });
      expect(who.body['csrfToken']).toBe(answer.body['csrfToken']);
      const write = (headers: Record<string, string>) =>
        house.rest(
          'PATCH',
          `/users/${who.body['user'].userId}`,
          { version: who.body['user'].version, locale: 'ja' },
          undefined,
          headers,
        );
      expect((await write({ cookie })).status).toBe(403);
      expect((await write({ cookie, 'x-barry-csrf': 'guessed' })).status).toBe(403);
      expect((await write({ cookie, 'x-barry-csrf': answer.body['csrfToken'] })).status).toBe(200);
    });

    it('signs out and takes the cookie back', async () => {
      const answer = await open();
      const cookie = cookieOf(answer).split(';')[0] ?? '';
      const close = (headers: Record<string, string>) =>
        house.rest('DELETE', '/browser/session', undefined, undefined, headers);
      expect((await close({ cookie })).status).toBe(403);
      const closed = await close({ cookie, 'x-barry-csrf': answer.body['csrfToken'] });
      expect(closed.status).toBe(200);
      expect(closed.headers.get('set-cookie')).toMatch(/^barry_session=; Path=\/; Max-Age=0/);
      expect((await me(undefined, { cookie })).status).toBe(401);
    });
  });

  describe('with an API token', () => {
    const make = (scopes: string[], expiresInDays = 7) =>
      house.ok('POST', '/tokens', { name: 'script', scopes, expiresInDays }, admin.token);

    it('may do what its scopes say, until it expires or is revoked', async () => {
      const read = await make(['read']);
      expect(read['secret']).toMatch(/^barry_t_/);
      expect(read['token'].hint).toBe(read['secret'].slice(0, 12));
      const team = (token: string, slug: string) => house.rest('POST', '/teams', { slug, name: slug }, token);
      expect((await house.rest('GET', '/users', undefined, read['secret'])).status).toBe(200);
      expect((await team(read['secret'], 'one')).status).toBe(403);
      const write = await make(['read', 'write']);
      expect((await team(write['secret'], 'two')).status).toBe(201);
      await house.ok('DELETE', `/tokens/${write['token'].tokenId}`, undefined, admin.token);
      expect((await team(write['secret'], 'three')).status).toBe(401);
      await house.advance(7 * DAY);
      expect((await me(read['secret'])).status).toBe(401);
    });

    it('cannot become an account: no password, no further token, no end of sessions', async () => {
      const { secret } = await make(['read', 'write', 'ring']);
      const password = { currentPassword: PASSWORD, newPassword: 'taken over by a script' };
      expect((await house.rest('POST', '/me/password', password, secret)).body['code']).toBe(
        'SIGN_IN_NEEDED',
      );
      const more = { name: 'more', scopes: ['read'], expiresInDays: 300 };
      expect((await house.rest('POST', '/tokens', more, secret)).body['code']).toBe('SIGN_IN_NEEDED');
      const reader = await make(['read']);
      const tokenId = reader['token'].tokenId;
      expect((await house.rest('DELETE', `/tokens/${tokenId}`, undefined, reader['secret'])).status).toBe(
        403,
      );
    });
  });

  it('is refused with a bad token on both wires, and told to sign in without one', async () => {
    for (const token of ['barry_s_x', 'barry_t_x', 'barry_d_x', 'barry_r_x', 'nonsense'])
      expect((await me(token)).body['code']).toBe('UNAUTHENTICATED');
    expect((await me()).status).toBe(401);
    expect(await house.grpc('WhoAmI', {}, 'barry_s_x')).toMatchObject({ ok: false, code: 'UNAUTHENTICATED' });
    expect(await house.grpc('WhoAmI', {}, admin.token)).toMatchObject({
      ok: true,
      body: { credential: 'session' },
    });
  });

  it('of the last admin cannot be lost', async () => {
    const { version } = await house.ok('GET', `/users/${admin.userId}`, undefined, admin.token);
    for (const change of [{ role: 'member' }, { disabled: true }])
      expect(
        await house.rest('PATCH', `/users/${admin.userId}`, { version, ...change }, admin.token),
      ).toMatchObject({
        status: 409,
        body: { code: 'ADMIN_LAST' },
      });
  });
});
