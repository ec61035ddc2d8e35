import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { House } from '../harness/house.js';
import { firstAdmin, makePerson, PASSWORD, type Person } from '../harness/world.js';

describe('sessions', () => {
  let house: House;
  let admin: Person;
  let count = 0;

  beforeAll(async () => {
    house = await House.start();
    admin = await firstAdmin(house);
  });
  afterAll(() => house.stop());

  const somebody = (): Promise<Person> => makePerson(house, admin, `Somebody-${(count += 1)}`);
  const another = async ({ email }: Person, agent = 'Firefox'): Promise<string> =>
    (await house.rest('POST', '/sign-in', { email, password: PASSWORD }, undefined, { 'user-agent': agent }))
      .body['token'];
  const isIn = async (token: string): Promise<boolean> =>
    (await house.rest('GET', '/me', undefined, token)).status === 200;
  /** Resolves with the reason when the stream is ended. */
  const watch = async (token: string): Promise<{ readonly ended: Promise<string> }> => {
    const answer = await fetch(`${house.origin}/api/v1/events`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(200);
    return { ended: answer.text().then((text) => /"code":"(\w+)"/.exec(text)?.[1] ?? '') };
  };

  it('are ended all but one’s own, live streams and all; the phone rings on', async () => {
    const ada = await somebody();
    const phone = await house.phones.enrol(house, ada.token, 'phone');
    const [own, old] = [await another(ada), await another(ada)];
    const { ended } = await watch(old);
    await house.ok('POST', '/sessions/revoke-others', {}, own);
    await house.settle();
    expect(await ended).toBe('UNAUTHENTICATED');
    expect([await isIn(own), await isIn(old), await isIn(ada.token), await isIn(phone.token)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it('of a user are seen and ended by an admin, one or all, and by nobody else', async () => {
    const ada = await somebody();
    const ben = await somebody();
    const phone = await house.phones.enrol(house, ada.token, 'phone');
    const token = await another(ada, 'Curl of Ada');
    const path = `/users/${ada.userId}/sessions`;
    expect((await house.rest('GET', path, undefined, ben.token)).status).toBe(403);
    const { sessions } = await house.ok('GET', path, undefined, admin.token);
    const one = sessions.find(({ agent }: { agent: string }) => agent === 'Curl of Ada');
    expect(one).toMatchObject({ address: '127.0.0.1', current: false });
    const end = (target: string, by: Person) => house.rest('DELETE', target, undefined, by.token);
    expect((await end(`${path}/${one.sessionId}`, ben)).status).toBe(403);
    expect((await end(`/users/${ben.userId}/sessions/${one.sessionId}`, admin)).status).toBe(404);
    const { ended } = await watch(token);
    expect((await end(`${path}/${one.sessionId}`, admin)).status).toBe(200);
    await house.settle();
    expect(await ended).toBe('UNAUTHENTICATED');
    expect([await isIn(token), await isIn(ada.token)]).toEqual([false, true]);
    expect((await end(path, admin)).status).toBe(200);
    expect([await isIn(ada.token), await isIn(phone.token), await isIn(admin.token)]).toEqual([
      false,
      true,
      true,
    ]);
    const { rows } = await house.ok(
      'GET',
      `/audit?actorId=${admin.userId}&pageSize=2`,
      undefined,
      admin.token,
    );
    expect(rows).toMatchObject([
      { action: 'sessions.revoked', targetId: ada.userId },
      { action: 'session.revoked', targetId: one.sessionId, targetName: ada.name },
    ]);
  });

  it('end with a half-finished sign-in when the password changes', async () => {
    const ada = await somebody();
    await house.query(`update sign_in_rules set second_factor = 'everybody'`);
    const { ticket } = await house.ok('POST', '/sign-in', { email: ada.email, password: PASSWORD });
    await house.query(`update sign_in_rules set second_factor = 'nobody'`);
    const changed = { currentPassword: PASSWORD, newPassword: `${PASSWORD}!` };
    await house.ok('POST', '/me/password', changed, ada.token);
    expect((await house.rest('POST', '/sign-in/second-factor', { ticket })).body['code']).toBe(
      'TICKET_INVALID',
    );
  });
});
