import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { House } from '../harness/house.js';
import { firstAdmin, makePerson, makeTeam, type Person } from '../harness/world.js';

const UNKNOWN = '00000000-0000-7000-8000-000000000000';

describe('a schedule', () => {
  let house: House;
  let admin: Person;
  let [ada, ben, cyd]: Person[] = [];
  let teamId: string;
  let scheduleId: string;

  beforeAll(async () => {
    house = await House.start();
    admin = await firstAdmin(house);
    [ada, ben, cyd] = [
      await makePerson(house, admin, 'Ada'),
      await makePerson(house, admin, 'Ben'),
      await makePerson(house, admin, 'Cyd'),
    ];
    teamId = await makeTeam(house, admin, 'mail', [
      [ada, 'owner'],
      [ben, 'responder'],
    ]);
  });
  afterAll(() => house.stop());

  const id = (person: Person | undefined): string => person?.userId ?? '';
  const rotation = () => ({
    participantIds: [id(ada), id(ben)],
    startsOn: '2026-11-02',
    handoverDay: 1,
    handoverTime: '09:00',
  });
  const duty = async (query = ''): ReturnType<House['ok']> =>
    (await house.ok('GET', `/on-duty?teamId=${teamId}${query}`, undefined, cyd?.token))['duties'][0];
  const get = () => house.ok('GET', `/schedules/${scheduleId}`, undefined, cyd?.token);
  const patch = (body: object) => house.rest('PATCH', `/schedules/${scheduleId}`, body, ada?.token);

  it('is made by an owner of the team, and read by everybody', async () => {
    const made = await house.ok(
      'POST',
      '/schedules',
      { teamId, name: 'Weeks', timeZone: 'Asia/Tokyo', rotation: rotation() },
      ada?.token,
    );
    scheduleId = made['scheduleId'];
    expect(await get()).toEqual({ ...made, overrides: [], version: 1 });
    const { schedules } = await house.ok('GET', `/schedules?teamId=${teamId}`, undefined, cyd?.token);
    expect(schedules).toEqual([made]);
  });

  it('says who has it now and who is next', async () => {
    // It is 23 November, 03:12 in Tokyo: the hand-over at nine is still to come.
    expect(await duty()).toMatchObject({
      scheduleName: 'Weeks',
      teamName: 'mail',
      now: {
        userName: 'Ada',
        from: '2026-11-16T00:00:00.000Z',
        until: '2026-11-23T00:00:00.000Z',
        override: false,
      },
      next: { userName: 'Ben', from: '2026-11-23T00:00:00.000Z' },
    });
    expect(await duty('&at=2026-11-23T00:00:00Z')).toMatchObject({
      now: { userName: 'Ben' },
      next: { userName: 'Ada' },
    });
    const before = await duty('&at=2026-10-01T00:00:00Z');
    expect(before).not.toHaveProperty('now');
    expect(before).toMatchObject({ next: { userName: 'Ada', from: '2026-11-02T00:00:00.000Z' } });
  });

  it('lets a responder give a stretch to somebody else, and take it back', async () => {
    const given = { userId: id(cyd), startsAt: '2026-11-22T18:00:00Z', endsAt: '2026-11-22T20:00:00+01:00' };
    const added = await house.ok('POST', `/schedules/${scheduleId}/overrides`, given, ben?.token);
    expect(await duty()).toMatchObject({
      now: { userName: 'Cyd', until: '2026-11-22T19:00:00.000Z', override: true },
      next: { userName: 'Ada', override: false },
    });
    const [{ overrideId }] = added['overrides'];
    await house.ok('DELETE', `/schedules/${scheduleId}/overrides/${overrideId}`, undefined, ben?.token);
    expect(await duty()).toMatchObject({ now: { userName: 'Ada' } });
    const again = await house.rest(
      'DELETE',
      `/schedules/${scheduleId}/overrides/${overrideId}`,
      undefined,
      ben?.token,
    );
    expect(again).toMatchObject({ status: 404, body: { code: 'OVERRIDE_UNKNOWN' } });
    const backwards = { ...given, endsAt: '2026-11-22T17:00:00Z' };
    expect(
      await house.rest('POST', `/schedules/${scheduleId}/overrides`, backwards, ben?.token),
    ).toMatchObject({ status: 422, body: { code: 'OVERRIDE_BACKWARDS' } });
  });

  it('gives no stretch of more than a year', async () => {
    const given = { userId: id(cyd), startsAt: '2026-11-22T18:00:00Z', endsAt: '2027-11-24T18:00:00Z' };
    expect(await house.rest('POST', `/schedules/${scheduleId}/overrides`, given, ben?.token)).toMatchObject({
      status: 422,
      body: { code: 'OVERRIDE_TOO_LONG' },
    });
  });

  it('passes over who is disabled', async () => {
    await house.ok('PATCH', `/users/${id(ben)}`, { version: 1, disabled: true }, admin.token);
    expect(await duty('&at=2026-11-24T00:00:00Z')).toMatchObject({ now: { userName: 'Ada' } });
    await house.ok('PATCH', `/users/${id(ben)}`, { version: 2, disabled: false }, admin.token);
    expect(await duty('&at=2026-11-24T00:00:00Z')).toMatchObject({ now: { userName: 'Ben' } });
  });

  it('is changed only by who has seen the last change', async () => {
    const { version } = await get();
    expect((await patch({ version, name: 'Nights' })).body).toMatchObject({
      name: 'Nights',
      version: version + 1,
    });
    expect(await patch({ version, name: 'Days' })).toMatchObject({
      status: 409,
      body: { code: 'CHANGED_MEANWHILE', details: { version: version + 1 } },
    });
    expect(
      await house.grpc('UpdateSchedule', { scheduleId, version, name: 'Days' }, ada?.token),
    ).toMatchObject({
      ok: false,
      // ABORTED
      status: 10,
      code: 'CHANGED_MEANWHILE',
    });
    expect(await get()).toMatchObject({ name: 'Nights', timeZone: 'Asia/Tokyo' });
  });

  it('of two changes at once takes one', async () => {
    const { version } = await get();
    const answers = await Promise.all(['One', 'Two', 'Three'].map((name) => patch({ version, name })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it('refuses people, zones and times that are none', async () => {
    const { version } = await get();
    const wrong = [
      [{ rotation: { ...rotation(), participantIds: [UNKNOWN] } }, 404, 'USER_UNKNOWN'],
      [{ timeZone: 'Europe/Atlantis' }, 422, 'INVALID_INPUT'],
      [{ rotation: { ...rotation(), handoverTime: '9:00' } }, 422, 'INVALID_INPUT'],
      [{ rotation: { ...rotation(), participantIds: [] } }, 422, 'INVALID_INPUT'],
      [{ colour: 'red' }, 422, 'INVALID_INPUT'],
    ] as const;
    for (const [change, status, code] of wrong)
      expect(await patch({ version, ...change })).toMatchObject({ status, body: { code } });
    expect((await house.rest('GET', `/schedules/${UNKNOWN}`, undefined, ada?.token)).body['code']).toBe(
      'SCHEDULE_UNKNOWN',
    );
  });

  it('goes only when no policy names it', async () => {
    const steps = [{ targets: [{ kind: 'schedule', id: scheduleId }] }];
    const { policyId } = await house.ok('POST', '/policies', { teamId, name: 'By week', steps }, ada?.token);
    const remove = () => house.rest('DELETE', `/schedules/${scheduleId}`, undefined, ada?.token);
    expect(await remove()).toMatchObject({
      status: 409,
      body: { code: 'SCHEDULE_IN_USE', details: { usedBy: ['policy By week'] } },
    });
    await house.ok('DELETE', `/policies/${policyId}`, undefined, ada?.token);
    expect((await remove()).status).toBe(200);
    expect((await remove()).body['code']).toBe('SCHEDULE_UNKNOWN');
    expect((await house.ok('GET', '/schedules', undefined, ada?.token))['schedules']).toEqual([]);
    expect((await house.ok('GET', '/on-duty', undefined, ada?.token))['duties']).toEqual([]);
  });
});
