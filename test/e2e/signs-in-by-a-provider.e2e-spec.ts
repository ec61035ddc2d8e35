import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../harness/browser.js';
import { CLIENT, Directory, type Somebody } from '../harness/directory.js';
import type { House } from '../harness/house.js';
import { startSsoHouse } from '../harness/sso-house.js';
import { firstAdmin, makePerson, makeTeam, PASSWORD, type Person } from '../harness/world.js';

const HOUR = 3_600;
const START = '/api/v1/browser/single-sign-on';
const MAPPING = {
  onlyGroups: ['staff'],
  adminGroups: ['barry-admins'],
  teams: [
    { group: 'sre', team: 'payments', role: 'responder' },
    { group: 'sre-leads', team: 'payments', role: 'owner' },
    { group: 'sre', team: 'nowhere', role: 'observer' },
  ],
  linkByEmail: true,
};

describe('signing in by a provider', () => {
  let directory: Directory;
  let house: House;
  let admin: Person;
  let payments: string;

  beforeAll(async () => {
    directory = await Directory.planned();
    house = await startSsoHouse(directory.issuer, MAPPING);
    house.planted.plant('client secret', CLIENT.secret);
    admin = await firstAdmin(house);
    payments = await makeTeam(house, admin, 'payments', []);
  }, 60_000);
  afterAll(async () => {
    await directory.close();
    await house.stop();
  });

  const somebody = (name: string, groups: readonly string[], more: Partial<Somebody> = {}): Somebody => ({
    sub: `sub-${name.toLowerCase()}`,
    name,
    email: `${name.toLowerCase()}@example.org`,
    email_verified: true,
    groups: ['staff', ...groups],
    ...more,
  });
  /** As them, in a browser of its own. */
  const comes = async (who: Somebody, back = '/', browser = new Browser(house)) => {
    directory.choose(who);
    const arrived = await browser.go(`${house.origin}${START}?returnTo=${encodeURIComponent(back)}`);
    const cookie = `barry_session=${browser.cookies().get('barry_session') ?? ''}`;
    const me = await house.rest('GET', '/me', undefined, undefined, { cookie });
    return { browser, path: arrived.url.replace(house.origin, ''), me, cookie };
  };
  const memberships = async (userId: string) => {
    const team = await house.ok('GET', `/teams/${payments}`, undefined, admin.token);
    return team['members'].find((member: { userId: string }) => member.userId === userId)?.role;
  };

  it('harms nothing while the provider is down, and says so to whoever wants in', async () => {
    expect((await house.rest('GET', '/health/ready')).status).toBe(200);
    const { path, me } = await comes(somebody('Ada', []));
    expect(path).toBe('/sign-in?sso=SSO_UNREACHABLE');
    expect(me.status).toBe(401);
    expect(await house.ok('GET', '/single-sign-on', undefined, admin.token)).toMatchObject({
      state: 'failing',
      failure: expect.stringContaining('ECONNREFUSED'),
    });
    await directory.open(house.origin);
    // Not asked again at every knock.
    expect((await comes(somebody('Ada', []))).path).toBe('/sign-in?sso=SSO_UNREACHABLE');
    await house.advance(5);
    expect((await comes(somebody('Ada', []))).path).toBe('/');
    const now = await house.ok('GET', '/single-sign-on', undefined, admin.token);
    expect(now).toMatchObject({ state: 'ready', redirectUris: [`${house.origin}${START}/callback`] });
    expect(now).not.toHaveProperty('failure');
    expect(JSON.stringify(now)).not.toContain(CLIENT.secret);
  });

  it('makes a user of whoever comes for the first time, with the teams of their groups', async () => {
    const { path, me } = await comes(somebody('Bea', ['sre']), '/incidents?status=open');
    expect(path).toBe('/incidents?status=open');
    expect(me.body).toMatchObject({
      user: { name: 'Bea', email: 'bea@example.org', role: 'member' },
      teams: [{ teamId: payments, role: 'responder' }],
    });
    const { userId } = me.body['user'];
    const again = await comes(somebody('Bea', ['sre'], { email: 'other@example.org' }));
    expect(again.me.body['user'].userId).toBe(userId);
    const { rows } = await house.ok('GET', `/audit?targetId=${userId}`, undefined, admin.token);
    const actions = rows.map((row: { action: string }) => row.action);
    expect(actions).toEqual(expect.arrayContaining(['user.created', 'identity.linked', 'session.created']));
    expect(await house.ok('GET', `/users/${userId}/origin`, undefined, admin.token)).toMatchObject({
      identities: [{ issuer: directory.issuer, subject: 'sub-bea' }],
      hasPassword: false,
      teamIds: [payments],
    });
  });

  it('follows the groups at each sign-in: the strongest role counts, and who left is out', async () => {
    const { me } = await comes(somebody('Cyd', ['sre', 'sre-leads']));
    const { userId } = me.body['user'];
    expect(await memberships(userId)).toBe('owner');
    await comes(somebody('Cyd', ['sre']));
    expect(await memberships(userId)).toBe('responder');
    await comes(somebody('Cyd', []));
    expect(await memberships(userId)).toBeUndefined();
  });

  it('leaves memberships alone that somebody made by hand', async () => {
    const { me } = await comes(somebody('Dee', []));
    const { userId } = me.body['user'];
    await house.ok('PUT', `/teams/${payments}/members/${userId}`, { role: 'observer' }, admin.token);
    await comes(somebody('Dee', ['sre-leads']));
    expect(await memberships(userId)).toBe('observer');
    await comes(somebody('Dee', []));
    expect(await memberships(userId)).toBe('observer');
  });

  it('makes administrators of a group, and takes the role back from these only', async () => {
    const eve = (groups: string[]) => comes(somebody('Eve', groups));
    expect((await eve(['barry-admins'])).me.body['user'].role).toBe('admin');
    const { me } = await eve([]);
    expect(me.body['user'].role).toBe('member');
    const { userId, version } = me.body['user'];
    await house.ok('PATCH', `/users/${userId}`, { version, role: 'admin' }, admin.token);
    expect((await eve([])).me.body['user'].role).toBe('admin');
  });

  it('knows a user by a proved address where the settings say so, once', async () => {
    const fay = await makePerson(house, admin, 'Fay');
    expect((await comes(somebody('Fay', []))).me.body['user'].userId).toBe(fay.userId);
    // The address went to somebody else there: that does not make them this user.
    const thief = somebody('Fay', [], { sub: 'sub-thief' });
    expect((await comes(thief)).path).toBe('/sign-in?sso=SSO_EMAIL_TAKEN');
  });

  it.each([
    ['an address that nobody proved', { email_verified: false }, 'SSO_EMAIL_NOT_VERIFIED'],
    ['an address of which nothing is said', { email_verified: undefined }, 'SSO_EMAIL_NOT_VERIFIED'],
    ['no address', { email: undefined }, 'SSO_EMAIL_MISSING'],
    ['none of the groups that may in', { groups: ['guests'] }, 'SSO_NOT_IN_GROUP'],
  ])('refuses %s', async (_, more, code) => {
    const { path, me } = await comes(somebody('Gus', [], more as Partial<Somebody>));
    expect(path).toBe(`/sign-in?sso=${code}`);
    expect(me.status).toBe(401);
    expect(await house.query(`select id from users where name = 'Gus'`)).toEqual([]);
  });

  it('refuses a user who was disabled, and writes that down', async () => {
    const { me } = await comes(somebody('Hal', []));
    const { userId, version } = me.body['user'];
    await house.ok('PATCH', `/users/${userId}`, { version, disabled: true }, admin.token);
    expect((await comes(somebody('Hal', []))).path).toBe('/sign-in?sso=SSO_USER_DISABLED');
    const { rows } = await house.ok('GET', '/audit?action=sign-in.failed', undefined, admin.token);
    expect(rows[0]).toMatchObject({ targetName: 'single sign-on', after: { reason: 'SSO_USER_DISABLED' } });
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/..//evil.example',
    'javascript:alert(1)',
    '/api/v1/sign-out',
    '/\t/evil.example',
  ])('never leads away afterwards: %s', async (back) => {
    expect((await comes(somebody('Bea', ['sre']), back)).path).toBe('/');
  });

  it('signs out there too, and is signed out here by whoever signs out there', async () => {
    const { browser, me, cookie } = await comes(somebody('Kim', []));
    const other = await comes(somebody('Kim', []), '/', browser);
    expect(other.me.status).toBe(200);
    const closed = await house.rest('DELETE', '/browser/session', undefined, undefined, {
      cookie: other.cookie,
      'x-barry-csrf': other.me.body['csrfToken'],
    });
    const { signOutAt } = closed.body;
    expect(signOutAt).toContain(`${directory.issuer}/session/end?`);
    // The first session is of the same one there: it goes with it.
    expect(me.status).toBe(200);
    expect((await house.rest('GET', '/me', undefined, undefined, { cookie })).status).toBe(200);
    const asked = await browser.go(signOutAt as string);
    const fields = [...asked.text.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']): [string, string] => [name, value],
    );
    const confirmed = await browser.fetch(`${directory.issuer}/session/end/confirm`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams([...fields, ['logout', 'yes']]).toString(),
    });
    expect(confirmed.headers.get('location')).toContain(`${house.origin}/sign-in`);
    expect((await house.rest('GET', '/me', undefined, undefined, { cookie })).status).toBe(401);
  });

  it('ends at its hour, however much it is used', async () => {
    const { cookie, me } = await comes(somebody('Ida', []));
    expect(me.status).toBe(200);
    const asks = async () => (await house.rest('GET', '/me', undefined, undefined, { cookie })).status;
    await house.advance(23 * HOUR);
    expect(await asks()).toBe(200);
    await house.advance(HOUR + 1);
    expect(await asks()).toBe(401);
    admin = {
      ...admin,
      token: (await house.ok('POST', '/sign-in', { email: admin.email, password: PASSWORD }))['token'],
    };
  });

  it('says what a set of claims would give, and changes nothing by it', async () => {
    const tries = (claims: object) =>
      house.ok('POST', '/single-sign-on/try', { claims: JSON.stringify(claims) }, admin.token);
    expect(await tries(somebody('Jon', ['sre', 'barry-admins']))).toMatchObject({
      admitted: true,
      role: 'admin',
      teams: [
        { team: 'payments', role: 'responder', teamId: payments },
        { team: 'nowhere', role: 'observer' },
      ],
    });
    expect(await tries({ email: 'jon@example.org' })).toMatchObject({
      admitted: false,
      reason: 'SSO_NOT_IN_GROUP',
    });
    const bad = await house.rest('POST', '/single-sign-on/try', { claims: '[1]' }, admin.token);
    expect(bad).toMatchObject({ status: 422, body: { code: 'INVALID_INPUT' } });
    expect(await house.query(`select id from users where name = 'Jon'`)).toEqual([]);
  });
});

describe('passwords beside a provider', () => {
  let house: House;
  let directory: Directory;

  beforeAll(async () => {
    directory = await Directory.planned();
    house = await startSsoHouse(directory.issuer, { passwords: 'admins', button: 'Example ID' });
  }, 60_000);
  afterAll(() => house.stop());

  it('may be left to the administrators, who are never kept out by a provider that is down', async () => {
    const admin = await firstAdmin(house);
    const user = { name: 'Ada', email: 'ada@example.org', password: PASSWORD };
    await house.ok('POST', '/users', user, admin.token);
    const signIn = (email: string, password = PASSWORD) =>
      house.rest('POST', '/sign-in', { email, password });
    expect(await signIn('ada@example.org')).toMatchObject({ status: 403, body: { code: 'PASSWORDS_OFF' } });
    expect((await signIn('ada@example.org', 'not this one')).body['code']).toBe('SIGN_IN_REFUSED');
    expect((await signIn(admin.email)).status).toBe(200);
    expect(await house.ok('GET', '/sign-in/options')).toMatchObject({
      passwords: 'admins',
      singleSignOn: { button: 'Example ID' },
    });
  });
});
