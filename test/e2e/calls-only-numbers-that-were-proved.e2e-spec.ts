import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEAD } from '../harness/phones.js';
import type { House, RestAnswer } from '../harness/house.js';
import { makePerson, makeWorld, type Person, type World } from '../harness/world.js';

describe('a telephone number', () => {
  let world: World;
  let house: House;
  let owner: Person;
  let methodId: string;
  let number: string;
  let count = 0;

  beforeAll(async () => {
    world = await makeWorld();
    ({ house } = world);
  });
  afterAll(() => house.stop());
  beforeEach(async () => {
    count += 1;
    owner = await makePerson(house, world.admin, `Owner-${count}`);
    number = `+81501234567${count}`;
    const path = `/users/${owner.userId}/contact-methods`;
    methodId = (await house.ok('POST', path, { kind: 'phone', target: number }, owner.token))[
      'contactMethodId'
    ];
    house.phones.addLandline(number, { ringingMs: 1_600 });
  });

  const path = (what: string): string => `/users/${owner.userId}/contact-methods/${methodId}/${what}`;
  const send = async (by = owner): Promise<RestAnswer> => {
    const answer = await house.rest('POST', path('code'), {}, by.token);
    await house.settle();
    return answer;
  };
  const confirm = (code: string, by = owner): Promise<RestAnswer> =>
    house.rest('POST', path('confirm'), { code }, by.token);
  const codeIn = (text: string | undefined): string => /\d{6}/.exec(text ?? '')?.[0] ?? '';
  const lastCode = (): string => codeIn(house.phones.texts.at(-1)?.text);
  const other = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  const isVerified = async (): Promise<boolean> => {
    const { contactMethods } = await house.ok(
      'GET',
      `/users/${owner.userId}/contact-methods`,
      undefined,
      owner.token,
    );
    return contactMethods[0].verified;
  };
  const ringsFor = async (): Promise<number> => {
    const phone = await house.phones.enrol(house, owner.token, `phone-${count}`);
    phone.behaviour = DEAD;
    const body = { userIds: [owner.userId], severity: 'high', title: 'Ring' };
    const { escalationId } = await house.ok('POST', '/escalations', body, owner.token);
    await house.advance(9);
    await house.ok('POST', `/escalations/${escalationId}/cancel`, {}, world.admin.token);
    await house.settle();
    return house.phones.landlines.get(number)?.calls.length ?? 0;
  };

  it('is called once its owner has read a code there, and not before', async () => {
    expect(await ringsFor()).toBe(0);
    expect(await send()).toMatchObject({ status: 200, body: { by: 'landline' } });
    expect(house.phones.texts.at(-1)).toMatchObject({
      to: number,
      text: expect.stringMatching(/^\d{6} is your code for Barry/),
    });
    expect(await confirm(lastCode())).toMatchObject({
      status: 200,
      body: { verified: true, target: number },
    });
    expect(await ringsFor()).toBe(1);
  });

  it('takes five guesses at a code, then none, however right', async () => {
    await send();
    const code = lastCode();
    for (let left = 4; left >= 0; left -= 1)
      expect(await confirm(other(code))).toMatchObject({
        status: 422,
        body: { code: 'CODE_WRONG', details: { triesLeft: left } },
      });
    expect(await confirm(code)).toMatchObject({ status: 422, body: { code: 'CODE_WRONG' } });
    expect(await isVerified()).toBe(false);
  });

  it('takes no more than five however many guess at once', async () => {
    await send();
    const code = lastCode();
    const answers = await Promise.all(Array.from({ length: 30 }, () => confirm(other(code))));
    const looked = answers.filter(({ body }) => body['details']?.['triesLeft'] !== undefined);
    expect(looked.length).toBeLessThanOrEqual(5);
    const [row] = await house.query<{ tries_left: number }>(
      `select tries_left from contact_verifications where contact_method_id = $1`,
      [methodId],
    );
    expect(row?.tries_left).toBe(5 - looked.length);
  });

  it('gets one code a minute, which is good for ten', async () => {
    await send();
    const first = lastCode();
    expect(await send()).toMatchObject({
      status: 429,
      body: { code: 'CODE_TOO_SOON', details: { retryAfterSeconds: 60 } },
    });
    await house.advance(60);
    await send();
    if (first !== lastCode()) expect((await confirm(first)).status).toBe(422);
    await house.advance(600);
    expect((await confirm(lastCode())).status).toBe(422);
  });

  it('is nobody else’s to prove, and its code is nowhere in plain text', async () => {
    expect((await send(world.people.B)).status).toBe(403);
    await send();
    const code = lastCode();
    expect((await confirm(code, world.people.B)).status).toBe(403);
    const rows = await house.query<{ text: string }>(
      `select row_to_json(o)::text as text from outbox o where kind = 'verification'
       union all select row_to_json(v)::text from contact_verifications v
       union all select row_to_json(a)::text from audit_log a where action like 'contact-method.%'
       union all select row_to_json(e)::text from event_log e`,
    );
    expect(rows.filter(({ text }) => new RegExp(`\\b${code}\\b`).test(text))).toEqual([]);
  });

  it('of a kind that no notifier reaches is refused, with a reason', async () => {
    const chat = await house.ok(
      'POST',
      `/users/${owner.userId}/contact-methods`,
      { kind: 'chat', target: '@owner' },
      owner.token,
    );
    methodId = chat['contactMethodId'];
    expect(await send()).toMatchObject({ status: 409, body: { code: 'NOTHING_CAN_VERIFY' } });
  });
});
