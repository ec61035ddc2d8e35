import { afterEach, describe, expect, it } from '@jest/globals';
import { AlertsService, API_ORIGIN } from '../../src/modules/alerts/index.js';
import { makeWorld, type World } from '../harness/world.js';

let world: World;
afterEach(() => world.house.stop());

describe('an alert that fires and resolves in one batch', () => {
  it('is cared for no more: its escalation is over', async () => {
    world = await makeWorld();
    const { house } = world;
    const signal = { dedupKey: 'flap', title: 'Flap', severity: 'critical' } as const;
    const base = { origin: API_ORIGIN, receivedAt: house.clock.now() };
    await house.get(AlertsService).ingest([
      { ...base, signal: { ...signal, action: 'trigger' } },
      { ...base, signal: { ...signal, action: 'resolve' } },
    ]);
    const rows = await house.query(
      `select r.standing, e.status from alert_routes r join escalations e on e.id = r.escalation_id`,
    );
    expect(rows).toEqual([{ standing: 'ended', status: 'resolved' }]);
    expect(world.phones.A.ringsSeen).toBe(0);
  });
});
