import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Chores } from '../../src/platform/clock/chores.js';
import type { House, RestAnswer } from '../harness/house.js';
import { makeTeam, makeWorld, type World } from '../harness/world.js';

type Said = RestAnswer['body'];

/** A house is started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;
const MINUTE = 60;

describe('an alert that is to call nobody for a while', () => {
  let world: World;
  let house: House;
  let hook: string;
  let integrationId: string;

  beforeAll(async () => {
    world = await makeWorld({ phones: false });
    house = world.house;
    const given = { teamId: world.teamId, name: 'Anything', source: 'generic' };
    integrationId = (await admin('POST', '/integrations', given))['integrationId'];
    hook = new URL((await admin('POST', `/integrations/${integrationId}/setup`, {}))['url']).pathname;
  }, HOUSE_MS);
  afterAll(() => house.stop());

  const admin = (method: string, path: string, body?: unknown): Promise<Said> =>
    house.ok(method, path, body, world.admin.token);
  const minutesFromNow = (minutes: number): string =>
    new Date(house.clock.nowMs() + minutes * MINUTE * 1000).toISOString();
  const window = (more: object = {}): Promise<Said> =>
    admin('POST', '/maintenance', {
      teamId: world.teamId,
      name: 'Move',
      endsAt: minutesFromNow(30),
      ...more,
    });
  const end = ({ maintenanceId }: Said): Promise<Said> =>
    admin('POST', `/maintenance/${maintenanceId}/end`, {});
  const sent = async (body: object): Promise<string> => {
    const answer = await house.rest('POST', hook, body);
    return answer.body['alerts'][0].alertId;
  };
  const routeOf = async (alertId: string): Promise<Said> =>
    (await admin('GET', `/alerts/${alertId}`))['routes'][0];
  const statusOf = async (alertId: string): Promise<string> =>
    (await admin('GET', `/escalations/${(await routeOf(alertId))['escalationId']}`))['status'];
  const chores = async (): Promise<void> => {
    await house.advance(6);
    await house.get(Chores).tick();
  };

  it('is recorded with the reason while a maintenance window covers it, and called if it still fires when that ends', async () => {
    const move = await window({ conditions: [{ field: 'host', test: 'glob', value: 'db-*' }] });
    expect(move).toMatchObject({ open: true, quietAlerts: 0 });
    const quiet = await sent({ title: 'Quiet', host: 'db-1', severity: 'critical' });
    const over = await sent({ title: 'Over', host: 'db-2', severity: 'critical', dedup_key: 'over' });
    const loud = await sent({ title: 'Loud', host: 'web-1', severity: 'critical' });
    expect(await routeOf(quiet)).toMatchObject({ reason: 'maintenance', urgency: 'ring' });
    expect(await routeOf(quiet)).not.toHaveProperty('escalationId');
    expect(await routeOf(loud)).toHaveProperty('escalationId');
    expect(await admin('GET', `/maintenance/${move['maintenanceId']}`)).toMatchObject({ quietAlerts: 2 });
    await chores();
    expect(await routeOf(quiet)).not.toHaveProperty('escalationId');
    await sent({ dedup_key: 'over', status: 'resolved' });
    await house.advance(31 * MINUTE);
    await house.get(Chores).tick();
    expect(await routeOf(quiet)).toHaveProperty('escalationId');
    expect(await routeOf(quiet)).not.toHaveProperty('reason');
    expect(await routeOf(over)).not.toHaveProperty('escalationId');
  });

  it('is called at once when it becomes worse meanwhile', async () => {
    const move = await window();
    const alertId = await sent({ title: 'Worse', severity: 'warning', dedup_key: 'worse' });
    expect(await routeOf(alertId)).toMatchObject({ reason: 'maintenance' });
    await sent({ title: 'Worse', severity: 'critical', dedup_key: 'worse' });
    expect(await routeOf(alertId)).toHaveProperty('escalationId');
    await end(move);
  });

  it('is called within seconds when the window is ended by hand', async () => {
    const move = await window();
    const alertId = await sent({ title: 'By hand', severity: 'high' });
    expect(await end(move)).toMatchObject({ open: false });
    await chores();
    expect(await routeOf(alertId)).toHaveProperty('escalationId');
  });

  it('goes on ringing when a window begins; whoever is concerned is asked, once', async () => {
    const alertId = await sent({ title: 'Rings', severity: 'critical', host: 'late-1' });
    const move = await window({
      name: 'Cables',
      startsAt: minutesFromNow(1),
      conditions: [{ field: 'host', test: 'equals', value: 'late-1' }],
    });
    expect(move).toMatchObject({ open: false });
    await house.advance(MINUTE + 1);
    await house.get(Chores).tick();
    await chores();
    expect(await statusOf(alertId)).toBe('calling');
    const asked = await house.query<{ count: number; text: string }>(
      `select count(*)::int as count, min(params ->> 'body') as text from event_log
       where kind = 'inform.sent' and params ->> 'about' = 'maintenance-began' and user_id = $1`,
      [world.admin.userId],
    );
    expect(asked[0]?.count).toBe(1);
    await end(move);
  });

  it('is not called by a window that recurs outside of its hours', async () => {
    const at = new Date(house.clock.nowMs() + 3 * 3_600_000).toISOString();
    const hours = {
      from: at.slice(11, 16),
      until: new Date(Date.parse(at) + 3_600_000).toISOString().slice(11, 16),
      timeZone: 'UTC',
    };
    const move = await window({ hours, endsAt: minutesFromNow(60 * 24 * 30) });
    expect(move).toMatchObject({ open: false });
    expect(await routeOf(await sent({ title: 'Outside', severity: 'high' }))).toHaveProperty('escalationId');
    await end(move);
  });

  it('stops ringing when it is snoozed, and is called again when that is over and it still fires', async () => {
    const alertId = await sent({ title: 'Snoozed', severity: 'critical' });
    const first = (await routeOf(alertId))['escalationId'];
    const view = await admin('POST', `/alerts/${alertId}/snooze`, { minutes: 10, note: 'known' });
    expect(view).toMatchObject({ suppressed: 'snoozed', routes: [{ reason: 'snoozed' }] });
    expect((await admin('GET', `/escalations/${first}`))['status']).toBe('resolved');
    await house.advance(9 * MINUTE);
    await house.get(Chores).tick();
    expect((await routeOf(alertId))['escalationId']).toBe(first);
    await house.advance(2 * MINUTE);
    await house.get(Chores).tick();
    expect((await routeOf(alertId))['escalationId']).not.toBe(first);
    expect(await statusOf(alertId)).toBe('calling');
    expect(await admin('GET', `/alerts/${alertId}`)).not.toHaveProperty('suppressed');
  });

  it('cannot be snoozed when it is over; and a snooze can be taken back', async () => {
    const alertId = await sent({ title: 'Back', severity: 'high', dedup_key: 'back' });
    await admin('POST', `/alerts/${alertId}/snooze`, { minutes: 60 });
    await admin('POST', `/alerts/${alertId}/snooze`, { minutes: 0 });
    await chores();
    expect(await statusOf(alertId)).toBe('calling');
    await sent({ dedup_key: 'back', status: 'resolved' });
    const refused = await house.rest(
      'POST',
      `/api/v1/alerts/${alertId}/snooze`,
      { minutes: 5 },
      world.admin.token,
    );
    expect([refused.status, refused.body['code']]).toEqual([409, 'ALERT_OVER']);
  });

  it('refuses a window that would be over before it begins', async () => {
    const given = { teamId: world.teamId, name: 'Past', endsAt: minutesFromNow(-1) };
    const refused = await house.rest('POST', '/api/v1/maintenance', given, world.admin.token);
    expect([refused.status, refused.body['code']]).toEqual([422, 'MAINTENANCE_OVER']);
  });

  it('says at its route which window keeps it quiet, and until when', async () => {
    const move = await window({
      name: 'Power',
      conditions: [{ field: 'host', test: 'equals', value: 'ups' }],
    });
    const alertId = await sent({ title: 'Fed', host: 'ups', severity: 'high' });
    expect(await routeOf(alertId)).toMatchObject({
      maintenance: { maintenanceId: move['maintenanceId'], name: 'Power', until: move['endsAt'] },
    });
    await end(move);
    await chores();
    expect(await routeOf(alertId)).not.toHaveProperty('maintenance');
  });

  it('is called when the window is changed to cover something else, and whoever it covers then is asked', async () => {
    const on = (host: string): object => ({ conditions: [{ field: 'host', test: 'equals', value: host }] });
    const move = await window(on('left'));
    const left = await sent({ title: 'Left', host: 'left', severity: 'high' });
    const right = await sent({ title: 'Right one', host: 'right', severity: 'critical' });
    await chores();
    const { maintenanceId, version } = move;
    const covers = { integrationId, ...on('right') };
    const changed = await admin('PATCH', `/maintenance/${maintenanceId}`, { version, covers });
    expect(changed).toMatchObject({ name: 'Move', ...covers });
    await chores();
    expect(await routeOf(left)).toHaveProperty('escalationId');
    expect(await statusOf(right)).toBe('calling');
    const asked = await house.query<{ count: number }>(
      `select count(*)::int as count from event_log where kind = 'inform.sent'
       and params ->> 'about' = 'maintenance-began' and params::text like '%Right one%'`,
    );
    expect(asked[0]?.count).toBeGreaterThan(0);
    await end(await admin('GET', `/maintenance/${maintenanceId}`));
  });

  it('is of an integration of the team or of the house: of no other, and of none that is not there', async () => {
    const elsewhere = await makeTeam(house, world.admin, 'elsewhere', []);
    const given = { teamId: elsewhere, name: 'Theirs', source: 'generic' };
    const theirs = (await admin('POST', '/integrations', given))['integrationId'];
    const nowhere = '0195d5c1-0000-7000-8000-00000000dead';
    const path = '/api/v1/maintenance';
    for (const other of [theirs, nowhere]) {
      const asked = { teamId: world.teamId, name: 'Move', endsAt: minutesFromNow(5), integrationId: other };
      const refused = await house.rest('POST', path, asked, world.admin.token);
      expect([refused.status, refused.body['code']]).toEqual([422, 'INTEGRATION_ELSEWHERE']);
    }
    const move = await window({ integrationId });
    const covers = { integrationId: theirs };
    const changed = { version: move['version'], covers };
    const refused = await house.rest('PATCH', `${path}/${move['maintenanceId']}`, changed, world.admin.token);
    expect([refused.status, refused.body['code']]).toEqual([422, 'INTEGRATION_ELSEWHERE']);
    await end(move);
    const byHand = await window({ integrationId: '00000000-0000-7000-8000-000000000001' });
    await end(byHand);
  });

  it('was covered by windows that are listed by themselves once they are over, the last to end first', async () => {
    const first = await window({ name: 'First' });
    const second = await window({ name: 'Second' });
    const running = await window({ name: 'Running' });
    await end(second);
    await house.advance(1);
    await end(first);
    const page = await admin('GET', '/maintenance?ended=true&pageSize=1');
    expect(page['maintenance'][0].maintenanceId).toBe(first['maintenanceId']);
    const next = await admin('GET', `/maintenance?ended=true&pageSize=1&pageToken=${page['nextPageToken']}`);
    expect(next['maintenance'][0].maintenanceId).toBe(second['maintenanceId']);
    const names = (await admin('GET', '/maintenance'))['maintenance'].map((one: Said) => one['name']);
    expect(names).toContain('Running');
    expect(names).not.toContain('First');
    await end(running);
  });

  it('is told of in the story of its incident when it is snoozed', async () => {
    const alertId = await sent({ title: 'Told', severity: 'high' });
    const given = { teamId: world.teamId, title: 'Told', alertIds: [alertId] };
    const { incidentId } = await admin('POST', '/incidents', given);
    await admin('POST', `/alerts/${alertId}/snooze`, { minutes: 10, note: 'known' });
    const { entries } = await admin('GET', `/incidents/${incidentId}/story`);
    expect(entries).toContainEqual(
      expect.objectContaining({ kind: 'alert', text: 'snoozed', userName: world.admin.name }),
    );
  });

  it('is counted at the windows that cover it, and at no other of the team', async () => {
    const on = (host: string): object => ({ conditions: [{ field: 'host', test: 'equals', value: host }] });
    const [east, west] = [await window(on('east')), await window(on('west'))];
    await sent({ title: 'East', host: 'east', severity: 'high' });
    const quietAlerts = async ({ maintenanceId }: Said): Promise<number> =>
      (await admin('GET', `/maintenance/${maintenanceId}`))['quietAlerts'];
    expect([await quietAlerts(east), await quietAlerts(west)]).toEqual([1, 0]);
    expect((await end(east))['quietAlerts']).toBe(0);
    await end(west);
  });
});
