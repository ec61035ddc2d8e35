import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { House } from '../harness/house.js';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

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
});
