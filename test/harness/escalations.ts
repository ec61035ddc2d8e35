import { AlertsService, API_ORIGIN } from '../../src/modules/alerts/index.js';
import type { House } from './house.js';
import type { World } from './world.js';

export interface Fired {
  readonly key: string;
  readonly group?: string;
  readonly severity?: 'critical' | 'warning' | 'info';
}

/** Alerts of a team, as a batch of the intake brings them: all in one transaction, or in the one that is open. */
export async function fire(world: World, ...alerts: readonly Fired[]): Promise<void> {
  const { house, teamId } = world;
  await house.get(AlertsService).ingest(
    alerts.map(({ key, group = key, severity = 'critical' }) => ({
      origin: { ...API_ORIGIN, teamId },
      receivedAt: house.clock.now(),
      signal: { action: 'trigger', dedupKey: key, groupKey: group, title: key, severity } as const,
    })),
  );
}

/** The newest one. */
export async function newestEscalation(house: House): Promise<string> {
  const [row] = await house.query<{ id: string }>(`select id from escalations order by number desc limit 1`);
  return row?.id ?? '';
}

/** For the next test in the same house: nothing lives on. */
export async function endAll({ house, admin }: World): Promise<void> {
  for (;;) {
    await house.settle();
    const live = await house.query<{ id: string }>(`select id from escalations where due_at is not null`);
    if (live.length === 0) return;
    for (const { id } of live) await house.ok('POST', `/escalations/${id}/cancel`, {}, admin.token);
  }
}
