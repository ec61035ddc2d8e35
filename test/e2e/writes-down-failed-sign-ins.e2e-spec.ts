import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FailedSignIns } from '../../src/modules/access/index.js';
import { House } from '../harness/house.js';
import type { Json } from '../harness/json.js';
import { firstAdmin, makePerson, PASSWORD, type Person } from '../harness/world.js';

const WRONG = 'wrong wrong wrong';

describe('a failed sign-in', () => {
  let house: House;
  let admin: Person;
  let ada: Person;

  beforeAll(async () => {
    house = await House.start();
    admin = await firstAdmin(house);
    ada = await makePerson(house, admin, 'Ada');
  });
  afterAll(() => house.stop());

  const failures = async (): Promise<readonly Json[]> =>
    (await house.ok('GET', '/audit?action=sign-in.failed', undefined, admin.token))['rows'];
  const signIn = (email: string, password: string) =>
    house.rest('POST', '/sign-in', { email, password }, undefined, { 'user-agent': 'Curl of somebody' });
  /** Tries of before are of another minute, and forgiven. */
  const later = () => house.advance(3_600);

  it('is seen by an admin: who was tried, from where, why; by REST, by gRPC and in the browser', async () => {
    await signIn('ADA@example.org', WRONG);
    await house.grpc('SignIn', { email: 'ada@example.org', password: WRONG });
    await house.rest('POST', '/browser/session', { email: 'ada@example.org', password: WRONG });
    const rows = await failures();
    expect(rows).toHaveLength(3);
    expect(rows[2]).toMatchObject({
      action: 'sign-in.failed',
      actorName: 'nobody',
      via: 'nobody',
      address: '127.0.0.1',
      targetId: ada.userId,
      targetName: 'ADA@example.org',
      after: { reason: 'PASSWORD_WRONG' },
    });
    for (const row of rows) {
      expect(row).toMatchObject({ targetId: ada.userId, after: { reason: 'PASSWORD_WRONG' } });
      expect(row).not.toHaveProperty('actorId');
    }
    const [kept] = await house.query<{ agent: string }>(
      `select agent from audit_log where action = 'sign-in.failed' order by at, id limit 1`,
    );
    expect(kept?.agent).toBe('Curl of somebody');
  });

  it('leaves nothing else behind: the row is all that stays of it', async () => {
    await later();
    const counts = () =>
      house.query<{ sessions: number; keys: number }>(
        `select (select count(*)::int from sessions) as sessions,
           (select count(*)::int from idempotency_keys) as keys`,
      );
    const before = await counts();
    const headers = { 'idempotency-key': 'the-same' };
    const given = { email: 'ada@example.org', password: WRONG };
    const answers = [
      await house.rest('POST', '/sign-in', given, undefined, headers),
      await house.rest('POST', '/sign-in', given, undefined, headers),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
    expect(await counts()).toEqual(before);
  });

  it('has its reason in the row and nowhere in the answer', async () => {
    await later();
    const bob = await makePerson(house, admin, 'Bob');
    await house.ok('PATCH', `/users/${bob.userId}`, { version: 1, disabled: true }, admin.token);
    const answers = [
      await signIn('ada@example.org', WRONG),
      await signIn('bob@example.org', PASSWORD),
      await signIn('nobody@example.org', PASSWORD),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(401);
      expect(body).toEqual(answers[0]?.body);
    }
    const byGrpc = await house.grpc('SignIn', { email: 'bob@example.org', password: PASSWORD });
    expect(JSON.stringify([answers, byGrpc])).not.toMatch(/DISABLED|UNKNOWN|WRONG|userId/);
    const reasons = (await failures()).slice(0, 4).map((row) => [row['targetName'], row['after'].reason]);
    expect(reasons).toEqual([
      ['bob@example.org', 'USER_DISABLED'],
      ['nobody@example.org', 'ADDRESS_UNKNOWN'],
      ['bob@example.org', 'USER_DISABLED'],
      ['ada@example.org', 'PASSWORD_WRONG'],
    ]);
  });

  it('never has the password in it, not even one that was typed as the address', async () => {
    await later();
    await signIn('hunter2 hunter2', 'hunter2 hunter2');
    expect((await failures())[0]).toMatchObject({ targetName: 'hu…', after: { reason: 'ADDRESS_UNKNOWN' } });
    const all = JSON.stringify(await house.query(`select * from audit_log`));
    for (const secret of ['hunter2', WRONG, PASSWORD]) expect(all.includes(secret)).toBe(false);
  });

  it('too many from one address are ten rows and one number, written when the minute is over', async () => {
    await later();
    // The minute of the clock begins here, whatever stood before.
    await house.advance(60 - ((house.clock.nowMs() / 1000) % 60));
    await house.get(FailedSignIns).tick();
    const before = (await failures()).length;
    const from = house.clock.now();
    for (let i = 0; i < 30; i += 1) await signIn('ada@example.org', WRONG);
    const rows = await failures();
    expect(rows.length - before).toBe(10);
    // After five they are not even looked at.
    expect(rows.slice(0, 10).map((row) => row['after'].reason)).toEqual([
      ...Array<string>(5).fill('TOO_MANY_TRIES'),
      ...Array<string>(5).fill('PASSWORD_WRONG'),
    ]);
    expect(await house.get(FailedSignIns).tick()).toBe(0);
    await house.advance(60);
    await house.get(FailedSignIns).tick();
    const [summary, ...others] = await failures();
    expect(others).toHaveLength(rows.length);
    expect(summary).toMatchObject({
      address: '127.0.0.1',
      after: { reason: 'MANY', count: 20, from: from.toISOString(), until: house.clock.now().toISOString() },
    });
  });

  it('made by more people at once than there are connections are all answered, and all written down', async () => {
    await later();
    const before = (await failures()).length;
    const tries = Array.from({ length: 10 }, (_, i) => signIn(`crowd${i}@example.org`, WRONG));
    for (const { status } of await Promise.all(tries)) expect(status).toBe(401);
    expect((await failures()).length - before).toBe(10);
  });
});
