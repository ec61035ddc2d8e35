import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AlertsService, API_ORIGIN } from '../../src/modules/alerts/index.js';
import type { House } from '../harness/house.js';
import { grafanaAlert, makeTeam, makeWorld, type World } from '../harness/world.js';

/** A house is started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;

describe('a call for two alerts', () => {
  let world: World;
  let house: House;

  beforeAll(async () => {
    world = await makeWorld();
    house = world.house;
  }, HOUSE_MS);
  afterAll(() => house.stop());

  it('goes on when one of them is snoozed, and says so of that one', async () => {
    const { phones, admin } = world;
    for (const name of ['Disk', 'Fan']) {
      await house.ok('POST', world.hook, grafanaAlert(name, { group: 'rack' }));
      await house.advance(1);
    }
    expect(phones.A.isRinging).toBe(true);
    const { alerts } = await house.ok('GET', '/alerts?query=Fan', undefined, admin.token);
    const { alertId } = alerts[0];
    const snoozed = await house.ok('POST', `/alerts/${alertId}/snooze`, { minutes: 30 }, admin.token);
    await house.advance(1);
    expect(phones.A.isRinging).toBe(true);
    const { ringId = '', receipt } = phones.A.card ?? {};
    const { calls } = await house.ok('GET', `/rings/${ringId}`, undefined, receipt?.token);
    expect(calls[0].alerts).toHaveLength(2);
    expect(calls[0].alerts).toContainEqual(
      expect.objectContaining({
        alertId,
        suppressed: 'snoozed',
        suppressedUntil: snoozed['suppressedUntil'],
      }),
    );
    const loud = calls[0].alerts.find((one: { alertId: string }) => one.alertId !== alertId);
    expect(loud).not.toHaveProperty('suppressed');
  });

  it('of two teams: the maintenance of the other one keeps nobody of this one quiet', async () => {
    const { phones, admin } = world;
    await phones.A.accept();
    const other = await makeTeam(house, admin, 'data', []);
    const now = house.clock.nowMs();
    const window = {
      teamId: other,
      name: 'Rack move',
      startsAt: new Date(now).toISOString(),
      endsAt: new Date(now + 3_600_000).toISOString(),
    };
    await house.ok('POST', '/maintenance', window, admin.token);
    await house.get(AlertsService).ingest([
      {
        origin: API_ORIGIN,
        receivedAt: house.clock.now(),
        signal: { action: 'trigger', title: 'Both', severity: 'critical', teams: ['mail', 'data'] },
      },
    ]);
    await house.settle();
    await house.advance(1);
    const { alerts } = await house.ok('GET', '/alerts?query=Both', undefined, admin.token);
    const reasons = alerts[0].routes.map((route: { reason?: string }) => route.reason ?? 'none');
    expect([...reasons].sort()).toEqual(['maintenance', 'none']);
    expect(phones.C.isRinging || phones.A.isRinging || phones.B.isRinging).toBe(true);
    const ringing = Object.values(phones).find(({ isRinging }) => isRinging);
    const { ringId = '', receipt } = ringing?.card ?? {};
    const { calls } = await house.ok('GET', `/rings/${ringId}`, undefined, receipt?.token);
    const told = calls.flatMap((call: { alerts: object[] }) => call.alerts);
    expect(told).toContainEqual(expect.objectContaining({ title: 'Both' }));
    expect(told.find(({ title }: { title: string }) => title === 'Both')).not.toHaveProperty('suppressed');
  });
});
