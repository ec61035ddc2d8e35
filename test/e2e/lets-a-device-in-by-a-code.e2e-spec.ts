import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { House } from '../harness/house.js';
import { firstAdmin, makePerson, PASSWORD, type Person } from '../harness/world.js';

const HOUR = 3_600;

describe('a code for a device', () => {
  let house: House;
  let admin: Person;
  let ada: Person;

  beforeAll(async () => {
    house = await House.start({
      environment: { BARRY_PUBLIC_URLS: 'https://barry.example.org,https://barry.example.net' },
    });
    admin = await firstAdmin(house);
    ada = await makePerson(house, admin, 'Ada');
  });
  afterAll(() => house.stop());

  const show = async (token = ada.token) => {
    const made = await house.ok('POST', '/device-codes', {}, token);
    const said = new URLSearchParams(new URL(made['url']).hash.slice(1));
    return {
      ...made,
      deviceCodeId: made['deviceCodeId'] as string,
      url: made['url'] as string,
      said,
      code: said.get('code') ?? '',
    };
  };
  const given = {
    name: 'Pixel of Ada',
    platform: 'headless',
    addresses: [{ notifier: 'pocket', target: { number: '1' } }],
  };
  const use = (code: string, at: object = given) => house.rest('POST', '/device-codes/use', { ...at, code });
  const status = (deviceCodeId: string, token = ada.token) =>
    house.rest('GET', `/device-codes/${deviceCodeId}`, undefined, token);
  const invalid = { status: 404, body: { code: 'DEVICE_CODE_INVALID' } };

  it('lets one device in as whoever shows it: it gets a token, and every name of the server', async () => {
    const shown = await show();
    expect(shown.url).toMatch(
      /^https:\/\/barry\.example\.org\/app\/sign-in#code=barry_q_[A-Za-z0-9_-]{43}&server=/,
    );
    expect(shown.said.getAll('server')).toEqual(['https://barry.example.org', 'https://barry.example.net']);
    expect((await status(shown.deviceCodeId)).body).toEqual({ status: 'waiting' });
    const { status: answered, body } = await use(shown.code);
    expect(answered).toBe(201);
    expect(body).toMatchObject({
      user: { userId: ada.userId },
      device: { name: 'Pixel of Ada', userId: ada.userId },
    });
    const me = await house.ok('GET', '/me', undefined, body['deviceToken']);
    expect(me).toMatchObject({
      credential: 'device',
      user: { userId: ada.userId },
      deviceId: body['device'].deviceId,
    });
    expect((await status(shown.deviceCodeId)).body).toMatchObject({
      status: 'used',
      device: { deviceId: body['device'].deviceId, name: 'Pixel of Ada' },
    });
    expect(await use(shown.code)).toMatchObject(invalid);
  });

  it('is told of at once, where whoever shows it watches', async () => {
    const { code } = await show();
    const { body } = await use(code);
    const news = await house.query<{ kind: string }>(
      `select kind from event_log where device_id = $1 and user_id = $2`,
      [body['device'].deviceId, ada.userId],
    );
    expect(news).toEqual([{ kind: 'device.enrolled' }]);
  });

  it('is used by one of two who have read it at the same moment', async () => {
    const { code } = await show();
    const answers = await Promise.all([use(code), use(code)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 404]);
  });

  it('is good for two minutes and not a moment longer', async () => {
    const [early, late] = [await show(), await show()];
    await house.advance(119);
    expect((await use(early.code)).status).toBe(201);
    await house.advance(1);
    expect(await use(late.code)).toMatchObject(invalid);
    expect((await status(late.deviceCodeId)).body).toEqual({ status: 'over' });
  });

  it('ends when it is taken back, and with the session that shows it', async () => {
    const taken = await show();
    await house.ok('DELETE', `/device-codes/${taken.deviceCodeId}`, undefined, ada.token);
    expect(await use(taken.code)).toMatchObject(invalid);
    const { token } = await house.ok('POST', '/sign-in', { email: ada.email, password: PASSWORD });
    const { code } = await show(token);
    await house.ok('POST', '/sign-out', {}, token);
    expect(await use(code)).toMatchObject(invalid);
  });

  it('of somebody who was disabled lets nobody in', async () => {
    const ben = await makePerson(house, admin, 'Ben');
    const { code } = await show(ben.token);
    await house.ok('PATCH', `/users/${ben.userId}`, { version: 1, disabled: true }, admin.token);
    expect(await use(code)).toMatchObject(invalid);
  });

  it('is shown by somebody who has signed in, not by a token, and is nobody else’s', async () => {
    const made = { name: 'Script', scopes: ['read', 'write', 'ring'], expiresInDays: 1 };
    const { secret } = await house.ok('POST', '/tokens', made, ada.token);
    expect((await house.rest('POST', '/device-codes', {}, secret)).status).toBe(403);
    const { deviceCodeId } = await show();
    expect((await status(deviceCodeId, admin.token)).status).toBe(404);
    const theirs = await house.rest('DELETE', `/device-codes/${deviceCodeId}`, undefined, admin.token);
    expect(theirs.status).toBe(404);
  });

  it('that is refused leaves nothing of it: the code is as good as before', async () => {
    const { code } = await show();
    const nowhere = { ...given, addresses: [{ notifier: 'nobody-has-this', target: {} }] };
    expect((await use(code, nowhere)).status).toBe(422);
    expect((await use(code)).status).toBe(201);
  });

  it('that lets a device in is in the audit log, and so is the device; one that does not is as a failed sign-in', async () => {
    const { code } = await show();
    const { body } = await use(code);
    await use(`barry_q_${'0'.repeat(43)}`);
    const { rows } = await house.ok('GET', '/audit?pageSize=3', undefined, admin.token);
    expect(rows).toMatchObject([
      { action: 'sign-in.failed', targetName: 'device code', after: { reason: 'DEVICE_CODE_INVALID' } },
      { action: 'device-code.used', actorId: ada.userId, via: 'sign-in', targetId: body['device'].deviceId },
      { action: 'device-code.created', actorId: ada.userId },
    ]);
    const kept = JSON.stringify([
      await house.query(`select id, encode(code_hash, 'escape') from device_codes`),
      await house.query('select * from audit_log'),
    ]);
    expect(kept).not.toContain(code.slice(8));
  });

  it('cannot be guessed for long', async () => {
    await house.advance(HOUR);
    for (let i = 0; i < 40; i += 1) await use(`barry_q_${String(i).padStart(43, '0')}`);
    expect(await use(`barry_q_${'9'.repeat(43)}`)).toMatchObject({ status: 429 });
  });
});
