import { afterEach, describe, expect, it } from '@jest/globals';
import { brokenInvariants } from '../harness/invariants.js';
import { Night } from '../harness/night.js';

const seeds = (process.env['BARRY_NIGHTS'] ?? '20261122').split(',').map(Number);
const ALERTS = Number(process.env['BARRY_NIGHT_ALERTS'] ?? 12);

describe('two engines on one database', () => {
  let night: Night | undefined;
  afterEach(async () => {
    await night?.end();
    night = undefined;
  });

  it.each(seeds)(
    'never ring twice and never skip, over a long night (seed %i)',
    async (seed) => {
      night = await Night.begin(seed);
      await night.run(ALERTS);
      const { house } = night.world;
      const query = house.query.bind(house);
      expect(await brokenInvariants(query)).toEqual([]);
      expect(await night.wrongRings()).toEqual([]);
      expect(await night.findings()).toEqual([]);
      const [{ live = -1, all = 0, calls = 0 } = {}] = await query<Record<string, number>>(
        `select (select count(*) from escalations where due_at is not null)::int as live,
           (select count(*) from escalations)::int as all, (select count(*) from calls)::int as calls`,
      );
      expect(live).toBe(0);
      // A night in which nothing happened would prove nothing.
      expect(all).toBeGreaterThanOrEqual(ALERTS / 4);
      expect(calls).toBeGreaterThan(ALERTS);
    },
    300_000,
  );
});
