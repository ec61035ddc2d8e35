import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { House } from '../harness/house.js';
import type { Json } from '../harness/json.js';
import { firstAdmin, makePerson, PASSWORD, type Person } from '../harness/world.js';

const HOUR = 3_600;
const WORD = 'a word of my own';

describe('a one-time link', () => {
  let house: House;
  let admin: Person;
  let count = 0;

  beforeAll(async () => {
    house = await House.start();
    admin = await firstAdmin(house);
  });
  afterAll(() => house.stop());

  const newUser = async (): Promise<Json> => {
    count += 1;
    const given = { name: `New ${count}`, email: `new${count}@example.org` };
    return house.ok('POST', '/users', given, admin.token);
  };
  const askFor = (userId: string, token = admin.token) =>
    house.rest('POST', `/users/${userId}/password-link`, {}, token);
  const tokenOf = (url: string): string => new URL(url).hash.slice(1);
  const linkFor = async (userId: string): Promise<string> => {
    const { status, body } = await askFor(userId);
    expect(status).toBe(201);
    return tokenOf(body['url']);
  };
  const use = (token: string, password = WORD) => house.rest('POST', '/password-link', { token, password });
  const invalid = { status: 404, body: { code: 'PASSWORD_LINK_INVALID' } };

  it('lets somebody without a password set one, signs them in, and works once', async () => {
    const { userId, email } = await newUser();
    expect((await house.rest('POST', '/sign-in', { email, password: WORD })).status).toBe(401);
    const { body } = await askFor(userId);
    expect(body['url']).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/first-password#barry_p_[A-Za-z0-9_-]{43}$/);
    expect(Date.parse(body['expiresAt']) - house.clock.nowMs()).toBe(72 * HOUR * 1000);
    const used = await use(tokenOf(body['url']));
    expect(used).toMatchObject({ status: 200, body: { user: { userId, email } } });
    const me = await house.ok('GET', '/me', undefined, used.body['token']);
    expect(me['user'].userId).toBe(userId);
    expect((await house.rest('POST', '/sign-in', { email, password: WORD })).status).toBe(200);
    expect(await use(tokenOf(body['url']), 'another word of mine')).toMatchObject(invalid);
    expect((await house.rest('POST', '/sign-in', { email, password: WORD })).status).toBe(200);
  });

  it('is made and used by gRPC as well', async () => {
    const { userId } = await newUser();
    const made = await house.grpc('CreatePasswordLink', { userId }, admin.token);
    if (!made.ok) throw new Error(made.code);
    const token = tokenOf((made.body as { url: string }).url);
    const used = await house.grpc('UsePasswordLink', { token, password: WORD });
    expect(used).toMatchObject({ ok: true, body: { user: { userId } } });
    const again = await house.grpc('UsePasswordLink', { token, password: WORD });
    expect(again).toMatchObject({ ok: false, code: 'PASSWORD_LINK_INVALID' });
  });

  it('is used by one of two who open it at the same moment', async () => {
    const token = await linkFor((await newUser())['userId']);
    const answers = await Promise.all([use(token, `${WORD} 1`), use(token, `${WORD} 2`)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
  });

  it('ends when a newer one is made', async () => {
    const { userId } = await newUser();
    const [old, newer] = [await linkFor(userId), await linkFor(userId)];
    expect(await use(old)).toMatchObject(invalid);
    expect((await use(newer)).status).toBe(200);
  });

  it('is good for 72 hours and not a moment longer', async () => {
    const [early, late] = [
      await linkFor((await newUser())['userId']),
      await linkFor((await newUser())['userId']),
    ];
    await house.advance(72 * HOUR - 1);
    expect((await use(early)).status).toBe(200);
    await house.advance(1);
    expect(await use(late)).toMatchObject(invalid);
  });

  it('of a user who was disabled does not work, and none is made for them', async () => {
    const { userId } = await newUser();
    const token = await linkFor(userId);
    await house.ok('PATCH', `/users/${userId}`, { version: 1, disabled: true }, admin.token);
    expect(await use(token)).toMatchObject(invalid);
    expect(await askFor(userId)).toMatchObject({ status: 409, body: { code: 'USER_DISABLED' } });
  });

  it('is no way into an account that has a password', async () => {
    const ada = await makePerson(house, admin, 'Ada');
    expect(await askFor(ada.userId)).toMatchObject({ status: 409, body: { code: 'PASSWORD_SET' } });
    const { userId } = await newUser();
    const [first, second] = [await linkFor(userId), await linkFor(userId)];
    await use(second);
    // As if the older one had been kept: the password alone closes the door.
    await house.query(`update password_links set used_at = null where user_id = $1`, [userId]);
    expect(await use(second)).toMatchObject(invalid);
    expect(await use(first)).toMatchObject(invalid);
  });

  it('is an admin’s to make, for somebody who is there', async () => {
    const ben = await makePerson(house, admin, 'Ben');
    const { userId } = await newUser();
    expect(await askFor(userId, ben.token)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect(await askFor('019ad000-0000-7000-8000-000000000000')).toMatchObject({
      status: 404,
      body: { code: 'USER_UNKNOWN' },
    });
  });

  it('is kept as a digest only, and told to no log', async () => {
    const { userId } = await newUser();
    const token = await linkFor(userId);
    await use(token);
    const kept = JSON.stringify([
      await house.query(`select user_id, encode(token_hash, 'escape') from password_links`),
      await house.query(`select * from audit_log`),
      await house.query(`select * from event_log`),
    ]);
    expect(kept.includes(token.slice(8))).toBe(false);
    expect(kept.includes(WORD)).toBe(false);
    const { rows } = await house.ok('GET', `/audit?targetId=${userId}`, undefined, admin.token);
    expect(rows).toMatchObject([
      { action: 'password-link.used', actorId: userId, via: 'sign-in' },
      { action: 'password-link.created', actorId: admin.userId, via: 'session' },
      { action: 'user.created' },
    ]);
  });

  it('that does not work leaves a row, and cannot be guessed for long', async () => {
    await house.advance(HOUR);
    const token = await linkFor((await newUser())['userId']);
    const guess = (i: number) => use(`barry_p_${String(i).padStart(43, '0')}`);
    for (let i = 0; i < 40; i += 1) expect(await guess(i)).toMatchObject(invalid);
    expect(await guess(40)).toMatchObject({ status: 429, body: { code: 'TOO_MANY_TRIES' } });
    const { rows } = await house.ok('GET', '/audit?action=sign-in.failed', undefined, admin.token);
    expect(rows[0]).toMatchObject({
      targetName: 'one-time link',
      after: { reason: 'PASSWORD_LINK_INVALID' },
    });
    await house.advance(HOUR);
    expect((await use(token)).status).toBe(200);
  });

  it('asks for a password as good as anybody’s', async () => {
    const token = await linkFor((await newUser())['userId']);
    expect((await use(token, 'short')).status).toBe(422);
    expect((await use(token, PASSWORD)).status).toBe(200);
  });
});
