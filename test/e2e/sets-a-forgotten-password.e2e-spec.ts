import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PasswordResetService } from '../../src/modules/access/index.js';
import { enrolFactor } from '../harness/authenticator-app.js';
import { Transaction } from '../../src/platform/database/transaction.js';
import { hold, waitsForLock } from '../harness/held.js';
import { House } from '../harness/house.js';
import { Letterbox } from '../harness/letterbox.js';
import { firstAdmin, makePerson, PASSWORD, type Person } from '../harness/world.js';

const WORD = 'a word of my own';
const HOUR = 3_600;

describe('a forgotten password', () => {
  const box = new Letterbox();
  let house: House;
  let admin: Person;
  let count = 0;

  beforeAll(async () => {
    house = await House.start(box.house);
    admin = await firstAdmin(house);
  });
  afterAll(() => house.stop());
  /** Requests of before are of another hour, and forgiven. */
  beforeEach(() => house.advance(2 * HOUR));

  const somebody = (): Promise<Person> => makePerson(house, admin, `Somebody-${(count += 1)}`);
  const ask = async (email: string) => {
    const answer = await house.rest('POST', '/password-reset', { email });
    await house.get(PasswordResetService).settled();
    await house.settle();
    return answer;
  };
  const links = (email: string) => box.of(email).filter(({ link }) => link.includes('/reset-password#'));
  const tokenOf = (url: string): string => new URL(url).hash.slice(1);
  const use = (token: string, password = WORD) => house.rest('POST', '/password-link', { token, password });
  const signIn = (email: string, password: string) => house.rest('POST', '/sign-in', { email, password });
  const me = (token: string) => house.rest('GET', '/me', undefined, token);

  it('is set anew by a link that comes by mail, once, within half an hour; sessions of before end and phones ring on', async () => {
    const { email, token } = await somebody();
    const phone = await house.phones.enrol(house, token, 'phone');
    expect(await ask(email.toUpperCase())).toMatchObject({ status: 200, body: {} });
    const [letter] = links(email);
    expect(letter?.link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/reset-password#barry_p_[A-Za-z0-9_-]{43}$/);
    const secret = tokenOf(letter?.link ?? '');
    const used = await use(secret);
    expect(used).toMatchObject({ status: 200, body: { user: { email } } });
    expect((await me(used.body['token'])).status).toBe(200);
    expect((await me(token)).status).toBe(401);
    expect((await me(phone.token)).status).toBe(200);
    expect((await signIn(email, PASSWORD)).status).toBe(401);
    expect((await signIn(email, WORD)).status).toBe(200);
    expect(await use(secret, `${WORD}!`)).toMatchObject({
      status: 404,
      body: { code: 'PASSWORD_LINK_INVALID' },
    });
    await house.settle();
    expect(box.of(email).at(-1)?.title).toBe('Your Barry password was changed');

    const late = await somebody();
    await ask(late.email);
    await house.advance(HOUR / 2);
    expect((await use(tokenOf(links(late.email)[0]?.link ?? ''))).status).toBe(404);
  });

  it('is asked for with the same answer, whoever is there, and mail goes only to whom it is for', async () => {
    const { email } = await somebody();
    const gone = await somebody();
    await house.ok('PATCH', `/users/${gone.userId}`, { version: 1, disabled: true }, admin.token);
    const { email: fresh } = await house.ok(
      'POST',
      '/users',
      { name: 'Fresh', email: 'fresh@example.org' },
      admin.token,
    );
    const before = box.letters.length;
    const answers = [
      await ask(email),
      await ask('nobody@example.org'),
      await ask(gone.email),
      await ask(fresh),
    ];
    for (const { status, body } of answers) expect({ status, body }).toEqual({ status: 200, body: {} });
    expect(box.letters.slice(before).map(({ to }) => to)).toEqual([email]);
    const byGrpc = await house.grpc('RequestPasswordReset', { email: 'nobody@example.org' });
    expect(byGrpc).toMatchObject({ ok: true });
  });

  it('is answered before anybody is looked up, so that time tells nothing', async () => {
    const { email } = await somebody();
    // As long as this is held nobody can be looked up at all.
    const held = await hold(house, () =>
      house.get(Transaction).query('lock table users in access exclusive mode'),
    );
    const answer = await house.rest('POST', '/password-reset', { email });
    expect(answer.status).toBe(200);
    await waitsForLock(house);
    await held.letGo();
    await house.get(PasswordResetService).settled();
    await house.settle();
    expect(links(email)).toHaveLength(1);
  });

  it('asked for again ends the older link, but not within two minutes, so that nobody can keep it from being opened', async () => {
    const { email } = await somebody();
    await ask(email);
    await ask(email);
    expect(links(email)).toHaveLength(1);
    await house.advance(120);
    await ask(email);
    const [older, newer] = links(email).map(({ link }) => tokenOf(link));
    expect((await use(older ?? '')).status).toBe(404);
    expect((await use(newer ?? '')).status).toBe(200);
  });

  it('is not asked for without end: not for one mailbox, quietly, and not from one address, loudly', async () => {
    const { email } = await somebody();
    for (let i = 0; i < 6; i += 1) {
      expect((await ask(email)).status).toBe(200);
      await house.advance(130);
    }
    // Three at once, and one more in ten minutes.
    expect(links(email).length).toBe(4);
    for (let i = 0; i < 30; i += 1) await ask(`stranger${i}@example.org`);
    expect(await ask('stranger@example.org')).toMatchObject({
      status: 429,
      body: { code: 'TOO_MANY_TRIES' },
    });
  });

  it('that was changed meanwhile is not changed again by the link of before', async () => {
    const { email, token } = await somebody();
    await ask(email);
    await house.ok('POST', '/me/password', { currentPassword: PASSWORD, newPassword: `${WORD} 1` }, token);
    expect((await use(tokenOf(links(email)[0]?.link ?? ''))).status).toBe(404);
    await house.settle();
    expect(box.of(email).at(-1)?.title).toBe('Your Barry password was changed');
  });

  it('set anew does not go round the second factor', async () => {
    const { email, token } = await somebody();
    const { app } = await enrolFactor(house, token);
    await ask(email);
    const { status, body } = await use(tokenOf(links(email)[0]?.link ?? ''));
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('token');
    expect(body['next']).toBe('code');
    await house.advance(30);
    const given = { ticket: body['ticket'], code: app.code() };
    expect((await house.rest('POST', '/sign-in/code', given)).status).toBe(200);
  });

  it('is reset by a link of an admin too, who says that it is meant; its owner is told', async () => {
    const { email, userId, token } = await somebody();
    const make = (body: object) => house.rest('POST', `/users/${userId}/password-link`, body, admin.token);
    expect(await make({})).toMatchObject({ status: 409, body: { code: 'PASSWORD_SET' } });
    const { body } = await make({ reset: true });
    expect(body['reset']).toBe(true);
    expect(body['url']).toContain('/reset-password#');
    expect(Date.parse(body['expiresAt']) - house.clock.nowMs()).toBe(24 * HOUR * 1000);
    await house.settle();
    expect(box.of(email).at(-1)?.title).toContain('administrator');
    expect((await me(token)).status).toBe(200);
    expect((await use(tokenOf(body['url']))).status).toBe(200);
    expect((await me(token)).status).toBe(401);
    const { rows } = await house.ok('GET', `/audit?targetId=${userId}`, undefined, admin.token);
    expect(rows).toMatchObject([
      { action: 'password-link.used', actorId: userId },
      { action: 'password-link.created', after: { reset: true } },
      {},
      {},
    ]);
  });

  it('by mail takes no link of an admin away', async () => {
    const { userId, email } = await somebody();
    const { url } = await house.ok('POST', `/users/${userId}/password-link`, { reset: true }, admin.token);
    await ask(email);
    expect((await use(tokenOf(url))).status).toBe(200);
  });

  it('leaves its secret in no row that anybody could read', async () => {
    const { email } = await somebody();
    await ask(email);
    const secret = tokenOf(links(email)[0]?.link ?? '').slice(8);
    expect(secret).toHaveLength(43);
    const tables = await house.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    for (const { name } of tables) {
      const found = await house.query(`select 1 from ${name} t where t::text like $1`, [`%${secret}%`]);
      expect({ name, found }).toEqual({ name, found: [] });
    }
  });

  it('can be offered only where something brings mail', async () => {
    expect(await house.ok('GET', '/sign-in/options')).toMatchObject({ resetByMail: true });
    const bare = await House.start();
    try {
      expect(await bare.ok('GET', '/sign-in/options')).toMatchObject({ resetByMail: false });
      const own = await firstAdmin(bare);
      expect((await bare.rest('POST', '/password-reset', { email: own.email })).status).toBe(200);
      await bare.get(PasswordResetService).settled();
      expect(await bare.query('select * from password_links')).toEqual([]);
    } finally {
      await bare.stop();
    }
  });
});
