import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuthenticatorApp as App, type AuthenticatorApp, enrolFactor } from '../harness/authenticator-app.js';
import { House } from '../harness/house.js';
import { Letterbox } from '../harness/letterbox.js';
import { firstAdmin, makePerson, makeTeam, PASSWORD, type Person } from '../harness/world.js';

const HOUR = 3_600;

describe('a second factor', () => {
  const box = new Letterbox();
  let house: House;
  let other: House;
  let admin: Person;
  let count = 0;

  beforeAll(async () => {
    house = await House.start(box.house);
    other = await House.start({ ...box.house, joins: house });
    admin = await firstAdmin(house);
  }, 60_000);
  afterAll(async () => {
    await other.stop();
    await house.stop();
  });

  const somebody = (role = 'member'): Promise<Person> =>
    makePerson(house, admin, `Somebody-${(count += 1)}`, role);
  const signIn = (email: string) => house.rest('POST', '/sign-in', { email, password: PASSWORD });
  const ticketFor = async (email: string): Promise<string> => (await signIn(email)).body['ticket'];
  const step = (ticket: string, code: string, at: House = house) =>
    at.rest('POST', '/sign-in/code', { ticket, code });
  /** Codes of before are used up. */
  const later = () => house.advance(30);
  const withFactor = async (role = 'member') => {
    const person = await somebody(role);
    const enrolled = await enrolFactor(house, person.token);
    await later();
    return { ...person, ...enrolled };
  };
  const wrong = { status: 403, body: { code: 'SECOND_FACTOR_WRONG' } };
  const rule = async (secondFactor: string, token = admin.token) => {
    const { version } = await house.ok('GET', '/sign-in-rules', undefined, token);
    return house.rest('PATCH', '/sign-in-rules', { version, secondFactor }, token);
  };

  it('is proved by a code before it counts, and from then on a password alone opens nothing', async () => {
    const { email, token } = await somebody();
    const { secret, address } = await house.ok('POST', '/me/second-factor', {}, token);
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    const app = App.scan(house, address);
    expect((await signIn(email)).body).toHaveProperty('token');
    const confirm = (code: string) => house.rest('POST', '/me/second-factor/confirm', { code }, token);
    expect(await confirm(app.wrongCode())).toMatchObject(wrong);
    const confirmed = await confirm(app.code());
    expect(new Set(confirmed.body['recoveryCodes']).size).toBe(10);
    const { status, body } = await signIn(email);
    expect({ status, body }).toMatchObject({ status: 200, body: { next: 'code' } });
    expect(body).not.toHaveProperty('token');
    expect(body).not.toHaveProperty('user');
    await later();
    const answer = await step(body['ticket'], app.code());
    expect((await house.rest('GET', '/me', undefined, answer.body['token'])).status).toBe(200);
    await house.settle();
    expect(box.of(email)).toHaveLength(1);
  });

  it('is asked for by gRPC as well', async () => {
    const { email, app } = await withFactor();
    const first = await house.grpc('SignIn', { email, password: PASSWORD });
    if (!first.ok) throw new Error(first.code);
    const { ticket } = first.body as { ticket: string };
    const second = await house.grpc('ConfirmSignIn', { ticket, code: app.code() });
    expect(second).toMatchObject({ ok: true, body: { user: { email } } });
  });

  it('has a ticket between its steps that opens no other door, once, for ten minutes', async () => {
    const { email, app } = await withFactor();
    const ticket = await ticketFor(email);
    for (const path of ['/me', '/sessions', '/organisation'])
      expect((await house.rest('GET', path, undefined, ticket)).status).toBe(401);
    expect((await house.rest('POST', '/sign-in/second-factor', { ticket })).body['code']).toBe(
      'TICKET_INVALID',
    );
    expect((await step(ticket, app.code())).status).toBe(200);
    await later();
    expect((await step(ticket, app.code())).body['code']).toBe('TICKET_INVALID');
    const late = await ticketFor(email);
    await house.advance(600);
    expect((await step(late, app.code())).body['code']).toBe('TICKET_INVALID');
  });

  it('takes a code once, whichever replica is asked, also at the same moment', async () => {
    const { email, app } = await withFactor();
    const tickets = [await ticketFor(email), await ticketFor(email)];
    const answers = await Promise.all([
      step(tickets[0] ?? '', app.code(), house),
      step(tickets[1] ?? '', app.code(), other),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
    expect(await step(await ticketFor(email), app.code())).toMatchObject(wrong);
    // Nor the code of the half minute before, once a later one was taken.
    expect(await step(await ticketFor(email), app.code(-30))).toMatchObject(wrong);
  });

  it('takes codes of clocks that are half a minute wrong, and says when one is wrong by more', async () => {
    const { email, app } = await withFactor();
    // The code of the half minute before was used to set it up.
    await later();
    expect((await step(await ticketFor(email), app.code(-30))).status).toBe(200);
    expect((await step(await ticketFor(email), app.code(30))).status).toBe(200);
    await later();
    expect(await step(await ticketFor(email), app.code(90))).toMatchObject(wrong);
    const person = await somebody();
    const { address } = await house.ok('POST', '/me/second-factor', {}, person.token);
    const code = App.scan(house, address).code(5 * 60);
    const answer = await house.rest('POST', '/me/second-factor/confirm', { code }, person.token);
    expect(answer).toMatchObject({ ...wrong, body: { details: { minutesOff: 5 } } });
  });

  it('cannot be guessed: wrong codes make it wait, on every replica, and its owner is told', async () => {
    const { email, app, userId, recoveryCodes } = await withFactor();
    for (let i = 0; i < 4; i += 1)
      expect(await step(await ticketFor(email), app.wrongCode())).toMatchObject(wrong);
    expect(await step(await ticketFor(email), app.wrongCode(), other)).toMatchObject(wrong);
    const waits = await step(await ticketFor(email), app.code(), other);
    expect(waits).toMatchObject({ status: 429, body: { code: 'TOO_MANY_TRIES' } });
    await house.settle();
    expect(box.of(email).at(-1)?.title).toContain('guessing');
    // What cannot be guessed opens all the while.
    expect((await step(await ticketFor(email), recoveryCodes[0] ?? '', other)).status).toBe(200);
    await house.advance(31);
    expect((await step(await ticketFor(email), app.code(), other)).status).toBe(200);
    const { rows } = await house.ok(
      'GET',
      `/audit?action=sign-in.failed&targetId=${userId}`,
      undefined,
      admin.token,
    );
    expect(rows).toHaveLength(5);
    expect(rows[0]).toMatchObject({
      targetName: 'second step of a sign-in',
      after: { reason: 'SECOND_FACTOR_WRONG' },
    });
  });

  it('is guessed one by one, however many guess at once', async () => {
    const { email, app } = await withFactor();
    const tickets = await Promise.all(Array.from({ length: 4 }, () => ticketFor(email)));
    const code = app.wrongCode();
    await Promise.all([...tickets, ...tickets].map((ticket) => step(ticket, code)));
    const [row] = await house.query<{ wrong: number; looked: number }>(
      `select f.wrong_in_row as wrong,
         (select count(*)::int from audit_log where action = 'sign-in.failed' and target_id = u.id::text
            and after->>'reason' = 'SECOND_FACTOR_WRONG') as looked
       from second_factors f join users u on u.id = f.user_id where u.email = $1`,
      [email],
    );
    expect(row?.wrong).toBe(row?.looked);
  });

  it('is opened by ten recovery codes when the phone is lost, each once, and they are renewed', async () => {
    const { email, recoveryCodes, token, app } = await withFactor();
    const [first = '', second = '', third = ''] = recoveryCodes;
    const typed = first.toUpperCase().replaceAll('-', ' ');
    const { body } = await step(await ticketFor(email), typed);
    const mine = (path: string, given: object) =>
      house.rest('POST', `/me/second-factor${path}`, given, body['token']);
    expect(await step(await ticketFor(email), first)).toMatchObject(wrong);
    const state = await house.ok('GET', '/me/second-factor', undefined, token);
    expect(state).toMatchObject({ enabled: true, recoveryCodesLeft: 9, required: false });
    await house.settle();
    expect(box.of(email).at(-1)?.title).toContain('recovery code');
    expect(await mine('/recovery-codes', { code: app.wrongCode() })).toMatchObject(wrong);
    const renewed = await mine('/recovery-codes', { code: second });
    expect(renewed.body['recoveryCodes']).toHaveLength(10);
    expect(await step(await ticketFor(email), third)).toMatchObject(wrong);
    expect((await step(await ticketFor(email), renewed.body['recoveryCodes'][0])).status).toBe(200);
    expect((await mine('/remove', { code: app.code() })).status).toBe(200);
    expect((await signIn(email)).body).toHaveProperty('token');
  });

  it('is taken away by an admin for whoever has lost everything, never by somebody else, and never one’s own', async () => {
    const lost = await withFactor();
    const chief = await withFactor('admin');
    const take = (userId: string, token: string) =>
      house.rest('DELETE', `/users/${userId}/second-factor`, undefined, token);
    expect((await take(lost.userId, (await somebody()).token)).status).toBe(403);
    expect((await take(chief.userId, chief.token)).body['code']).toBe('SECOND_FACTOR_OWN');
    const { owners } = await house.ok('GET', '/second-factors', undefined, admin.token);
    expect(owners.map((one: { userId: string }) => one.userId)).toContain(lost.userId);
    expect((await take(lost.userId, chief.token)).status).toBe(200);
    expect((await take(lost.userId, chief.token)).body['code']).toBe('SECOND_FACTOR_MISSING');
    await house.settle();
    expect(box.of(lost.email).at(-1)?.title).toContain('administrator');
    expect((await signIn(lost.email)).body).toHaveProperty('token');
    const { rows } = await house.ok('GET', `/audit?targetId=${lost.userId}`, undefined, admin.token);
    expect(rows.map((row: { action: string }) => row.action)).toContain('second-factor.taken');
    expect(rows[0]).toMatchObject({ action: 'session.created' });
  });

  it('is no way in for a token or a disabled user', async () => {
    const { email, userId, app, token } = await withFactor();
    const made = { name: 'Script', scopes: ['read', 'write', 'ring'], expiresInDays: 1 };
    const { secret } = await house.ok('POST', '/tokens', made, token);
    const removed = await house.rest('POST', '/me/second-factor/remove', { code: app.code() }, secret);
    expect(removed).toMatchObject({ status: 403, body: { code: 'SIGN_IN_NEEDED' } });
    const ticket = await ticketFor(email);
    await house.ok('PATCH', `/users/${userId}`, { version: 1, disabled: true }, admin.token);
    expect((await step(ticket, app.code())).body['code']).toBe('TICKET_INVALID');
  });

  it('keeps its secret sealed, and its recovery codes as digests', async () => {
    const person = await somebody();
    const { secret, address } = await house.ok('POST', '/me/second-factor', {}, person.token);
    const code = App.scan(house, address).code();
    const { recoveryCodes } = await house.ok('POST', '/me/second-factor/confirm', { code }, person.token);
    for (const table of ['second_factors', 'recovery_codes', 'audit_log', 'event_log', 'outbox'])
      for (const text of [secret, recoveryCodes[0]])
        expect(await house.query(`select 1 from ${table} t where t::text like $1`, [`%${text}%`])).toEqual(
          [],
        );
  });

  describe('that the organisation asks for', () => {
    let chief: Person & { readonly app: AuthenticatorApp };
    beforeAll(async () => {
      chief = await withFactor('admin');
    });
    afterAll(() => rule('nobody'));

    it('is had first by the admin who asks for it', async () => {
      expect(await rule('everybody')).toMatchObject({ status: 409, body: { code: 'SECOND_FACTOR_FIRST' } });
      expect(await rule('admins', chief.token)).toMatchObject({
        status: 200,
        body: { secondFactor: 'admins' },
      });
      expect((await signIn((await somebody()).email)).body).toHaveProperty('token');
    });

    it('is set up at the next sign-in by whoever lacks it; until then they can do nothing else', async () => {
      await rule('everybody', chief.token);
      const email = `late${(count += 1)}@example.org`;
      await house.ok('POST', '/users', { name: 'Late', email, password: PASSWORD }, admin.token);
      const { body } = await signIn(email);
      expect(body).toMatchObject({ next: 'enrol' });
      const { ticket } = body;
      expect((await house.rest('GET', '/me', undefined, ticket)).status).toBe(401);
      expect((await step(ticket, '123456')).body['code']).toBe('TICKET_INVALID');
      const { address } = await house.ok('POST', '/sign-in/second-factor', { ticket });
      const app = App.scan(house, address);
      const confirm = (code: string) =>
        house.rest('POST', '/sign-in/second-factor/confirm', { ticket, code });
      expect(await confirm(app.wrongCode())).toMatchObject(wrong);
      const done = await confirm(app.code());
      expect(done.body['recoveryCodes']).toHaveLength(10);
      expect((await house.rest('GET', '/me', undefined, done.body['token'])).status).toBe(200);
      expect((await confirm(app.code())).body['code']).toBe('TICKET_INVALID');
      expect((await signIn(email)).body).toMatchObject({ next: 'code' });
    });

    it('keeps no device from ringing and no call from being taken, whoever lacks it', async () => {
      await rule('nobody');
      const woken = await somebody();
      const phone = await house.phones.enrol(house, woken.token, 'phone');
      const teamId = await makeTeam(house, admin, 'night', [[woken, 'owner']]);
      await rule('everybody', chief.token);
      await house.advance(40 * 24 * HOUR);
      chief = { ...chief, token: await signedIn(chief) };
      const { escalationId } = await house
        .ok('POST', '/escalations', { teamId, userIds: [woken.userId], title: 'It burns' }, chief.token)
        .catch(() =>
          house.ok('POST', '/escalations', { userIds: [woken.userId], title: 'It burns' }, chief.token),
        );
      await house.advance(2);
      expect(phone.isRinging).toBe(true);
      await phone.accept();
      const taken = await house.ok('GET', `/escalations/${escalationId}`, undefined, phone.token);
      expect(taken['status']).toBe('accepted');
      admin = { ...admin, token: chief.token };
    });

    const signedIn = async ({ email, app }: typeof chief): Promise<string> =>
      (await step(await ticketFor(email), app.code())).body['token'];
  });

  describe('in a browser', () => {
    const open = (email: string) => house.rest('POST', '/browser/session', { email, password: PASSWORD });

    it('gives no cookie before the code, and then one whose token no page has seen', async () => {
      const { email, app } = await withFactor();
      const first = await open(email);
      expect(first.headers.get('set-cookie')).toBeNull();
      expect(first.body).toMatchObject({ next: 'code' });
      const { body } = await step(first.body['ticket'], app.code());
      const adopted = await house.rest('POST', '/browser/session/adopt', { token: body['token'] });
      const cookie = adopted.headers.get('set-cookie') ?? '';
      expect(cookie).toMatch(
        /^barry_session=barry_s_[^;]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/,
      );
      expect(cookie).not.toContain(body['token']);
      expect((await house.rest('GET', '/me', undefined, body['token'])).status).toBe(401);
      const again = await house.rest('POST', '/browser/session/adopt', { token: body['token'] });
      expect(again.status).toBe(401);
      const me = await house.rest('GET', '/me', undefined, undefined, { cookie: cookie.split(';')[0] ?? '' });
      expect(me.body).toMatchObject({ user: { email }, csrfToken: adopted.body['csrfToken'] });
    });
  });
});
