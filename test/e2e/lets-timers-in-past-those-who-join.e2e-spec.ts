import { afterEach, describe, expect, it } from '@jest/globals';
import { EscalationEngine } from '../../src/modules/escalation/index.js';
import { NewestOfGroups } from '../../src/modules/escalation/newest-of-groups.js';
import { Transaction } from '../../src/platform/database/transaction.js';
import { Metrics } from '../../src/platform/observability/metrics.js';
import { type Held, hold, waitsForLock } from '../harness/held.js';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

let world: World;
afterEach(() => world.house.stop());

/** Escalations that wait for the end of their delay, by the names of their alerts. */
async function delayed(...names: readonly string[]): Promise<readonly string[]> {
  world = await makeWorld({ policy: { delaySeconds: 60 } });
  for (const name of names) await world.house.ok('POST', world.hook, grafanaAlert(name));
  await world.house.settle();
  const rows = await world.house.query<{ id: string }>(`select id from escalations order by number`);
  return rows.map(({ id }) => id);
}

const tick = (): Promise<number> => world.house.get(EscalationEngine).tick();
const shared = (id: string): Promise<Held<unknown>> =>
  hold(world.house, () => world.house.get(NewestOfGroups).share([id]), 'intake');
const lateBy = (ms: number): void => world.house.clock.moveTo(world.house.clock.nowMs() + 60_000 + ms);
const statuses = async (): Promise<readonly string[]> =>
  (await world.house.query<{ status: string }>(`select status from escalations order by number`)).map(
    ({ status }) => status,
  );

describe('a due row that others share', () => {
  it('is passed over at first, and queued up for when it is late by more than 250 ms', async () => {
    const [id = ''] = await delayed('Queue');
    const joining = await shared(id);
    lateBy(250);
    const sinceMs = performance.now();
    expect(await tick()).toBe(0);
    // Whoever queues up in vain has waited three times 200 ms.
    expect(performance.now() - sinceMs).toBeLessThan(400);
    lateBy(1 - 60_000);
    const waiting = tick();
    await waitsForLock(world.house);
    await joining.letGo();
    expect(await waiting).toBe(1);
    expect(await statuses()).toEqual(['calling']);
  });

  it('is moved although somebody joins at every moment', async () => {
    const [id = ''] = await delayed('Queue');
    let isOver = false;
    let first: Held<unknown> = await shared(id);
    lateBy(1_000);
    const storm = (async () => {
      while (!isOver) {
        // The next one is there before the one before it has gone, unless it has to wait.
        const next = shared(id);
        await Promise.race([next, new Promise((resolve) => setTimeout(resolve, 30))]);
        await first.letGo();
        first = await next;
      }
      await first.letGo();
    })();
    expect(await tick()).toBe(1);
    isOver = true;
    await storm;
  });
});

describe('a due row that somebody does not let go of', () => {
  it('neither keeps others waiting nor counts as broken', async () => {
    const [stuck = ''] = await delayed('Stuck', 'Free');
    const transaction = world.house.get(Transaction);
    const stubborn = await hold(world.house, () =>
      transaction.query(`select id from escalations where id = $1 for update`, [stuck]),
    );
    lateBy(1_000);
    expect(await tick()).toBeGreaterThanOrEqual(1);
    expect(await statuses()).toEqual(['delayed', 'calling']);
    const sinceMs = performance.now();
    await tick();
    // It was three seconds and more for each that is held.
    expect(performance.now() - sinceMs).toBeLessThan(2_000);
    await stubborn.letGo();
    expect(await tick()).toBe(1);
    const { values } = await world.house.get(Metrics).findings.get();
    expect(values.filter(({ labels }) => labels.code === 'row-failed' && labels)).toEqual([]);
  });
});
