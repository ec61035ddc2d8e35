import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { House, RestAnswer } from '../harness/house.js';
import { makePerson, makeTeam, makeWorld, type Person, type World } from '../harness/world.js';

type Said = RestAnswer['body'];

/** A house is started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;

describe('many alerts', () => {
  let world: World;
  let house: House;
  let stranger: Person;

  beforeAll(async () => {
    world = await makeWorld({ phones: false });
    house = world.house;
    stranger = await makePerson(house, world.admin, 'Eve');
    await makeTeam(house, world.admin, 'data', [
      [world.people.D, 'owner'],
      [stranger, 'responder'],
    ]);
  }, HOUSE_MS);
  afterAll(() => house.stop());

  const admin = (method: string, path: string, body?: unknown): Promise<Said> =>
    house.ok(method, path, body, world.admin.token);
  const raised = async (title: string, more: object = {}): Promise<string> =>
    (await admin('POST', '/alerts', { title, team: 'mail', severity: 'high', ...more }))['alertId'];
  const act = (body: object, by = world.admin): Promise<RestAnswer> =>
    house.rest('POST', '/api/v1/alerts/bulk', body, by.token);
  const rowsOf = async (targetId: string): Promise<string[]> =>
    (await admin('GET', `/audit?targetId=${targetId}`))['rows'].map((row: Said) => row['action']);

  it('are snoozed together; what is refused for one leaves the others alone, and each has its audit row', async () => {
    const [over, first, second] = [await raised('Over'), await raised('First'), await raised('Second')];
    await admin('POST', '/alerts/resolve', { alertId: over });
    const missing = '0195d5c1-0000-7000-8000-00000000dead';
    const alertIds = [first, over, missing, second, first];
    const answer = await act({ alertIds, action: 'snooze', minutes: 30, note: 'known' });
    expect(answer.status).toBe(200);
    expect(answer.body['results']).toMatchObject([
      { alertId: first, done: true },
      { alertId: over, done: false, code: 'ALERT_OVER' },
      { alertId: missing, done: false, code: 'ALERT_UNKNOWN' },
      { alertId: second, done: true },
    ]);
    for (const alertId of [first, second]) {
      expect(await admin('GET', `/alerts/${alertId}`)).toMatchObject({ suppressed: 'snoozed' });
      expect(await rowsOf(alertId)).toContain('alert.snoozed');
    }
    expect(await rowsOf(over)).not.toContain('alert.snoozed');
  });

  it('are resolved together', async () => {
    const alertIds = [await raised('One'), await raised('Two')];
    const { body } = await act({ alertIds, action: 'resolve' });
    expect(body['results'].map((one: Said) => one['done'])).toEqual([true, true]);
    for (const alertId of alertIds) {
      expect((await admin('GET', `/alerts/${alertId}`))['status']).toBe('resolved');
      expect(await rowsOf(alertId)).toContain('alert.resolved');
    }
  });

  it('of two teams are snoozed as far as one may; who may snooze none of them is refused', async () => {
    const [ours, theirs] = [await raised('Ours'), await raised('Theirs', { team: 'data' })];
    const given = { action: 'snooze', minutes: 5 };
    const { body } = await act({ ...given, alertIds: [ours, theirs] }, stranger);
    expect(body['results']).toMatchObject([
      { alertId: ours, done: false, code: 'FORBIDDEN' },
      { alertId: theirs, done: true },
    ]);
    expect((await act({ ...given, alertIds: [ours] }, stranger)).status).toBe(403);
  });

  it('are at most two hundred', async () => {
    const alertIds = Array.from(
      { length: 201 },
      (_, nth) => `0195d5c1-0000-7000-8000-${String(nth).padStart(12, '0')}`,
    );
    expect((await act({ alertIds, action: 'resolve' })).status).toBe(422);
  });

  it('are found, and counted over time, by the same filters', async () => {
    await house.advance(3_600);
    const from = new Date(house.clock.nowMs()).toISOString();
    const quiet = await raised('Kept quiet', { severity: 'critical', host: 'lab-7' });
    await admin('POST', `/alerts/${quiet}/snooze`, { minutes: 60 });
    await house.advance(600);
    const between = new Date(house.clock.nowMs()).toISOString();
    const loud = await raised('Loud', { severity: 'warning', host: 'lab-8' });
    await house.advance(600);
    const until = new Date(house.clock.nowMs()).toISOString();
    const found = async (filter: Record<string, string>): Promise<unknown> => {
      const query = new URLSearchParams({ from, until, ...filter }).toString();
      const [list, counts] = [
        await admin('GET', `/alerts?${query}`),
        await admin('GET', `/alerts/counts?${query}&buckets=2`),
      ];
      const sums = counts['counts'].map((one: Said) => one['critical'] + one['warning']);
      return [list['alerts'].map((one: Said) => one['alertId']), sums];
    };
    expect(await found({})).toEqual([
      [loud, quiet],
      [1, 1],
    ]);
    expect(await found({ suppressed: 'true' })).toEqual([[quiet], [1, 0]]);
    expect(await found({ suppressed: 'false' })).toEqual([[loud], [0, 1]]);
    expect(await found({ query: 'LAB-8' })).toEqual([[loud], [0, 1]]);
    expect(await found({ severity: 'critical' })).toEqual([[quiet], [1, 0]]);
    expect(await found({ kind: 'test' })).toEqual([[], [0, 0]]);
    expect(await found({ from: between })).toEqual([[loud], [1, 0]]);
    expect(await found({ until: between })).toEqual([[quiet], [1, 0]]);
  });
});
