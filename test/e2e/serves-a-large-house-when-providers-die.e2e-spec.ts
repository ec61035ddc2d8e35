import { afterEach, describe, expect, it } from '@jest/globals';
import { PEOPLE, RealSize, type Served, TEAMS } from '../harness/real-size.js';

/** More of them by hand: npm run prove -- "real size" */
const SEEDS = (process.env['BARRY_REAL_SIZE_SEEDS'] ?? '1').split(',').map(Number);
/** Shares of people on Android. With everybody on it the breaker has the most to answer for. */
const ANDROID = (process.env['BARRY_REAL_SIZE_ANDROID'] ?? '1').split(',').map(Number);
const ALERTS = Number(process.env['BARRY_REAL_SIZE_ALERTS'] ?? 40);
const PATIENCE_MS = 60_000 + ALERTS * 2_000;

/** Who had to wait for the eight seconds after which a silent app is given up. A telephone that is called at once rings after 1.6 s. */
const LATE_MS = 3_000;
/** The eight seconds, and the 1.6 s after which a telephone rings. */
const WORST_MS = 9_600;

describe(`${TEAMS} teams, ${PEOPLE} people, 40 calls an hour`, () => {
  let world: RealSize | undefined;
  afterEach(async () => {
    await world?.stop();
    world = undefined;
  });

  const figures = (served: readonly Served[]) => ({
    late: new Set(served.filter(({ waitedMs }) => waitedMs > LATE_MS).map(({ userId }) => userId)).size,
    slowestMs: Math.max(...served.map(({ waitedMs }) => waitedMs)),
    by: Object.fromEntries(
      [...Map.groupBy(served, ({ by }) => by)].map(([by, all]) => [by, all.length] as const),
    ),
  });
  const report = (what: string, found: object): void =>
    void process.stdout.write(`${what}: ${JSON.stringify(found)}\n`);

  it.each(SEEDS.flatMap((seed) => ANDROID.map((android) => ({ seed, android }))))(
    'FCM takes everything and rings nothing: at most 5 people are served late (share on Android $android, seed $seed)',
    async ({ seed, android }) => {
      const house = (world = await RealSize.build(seed, android));
      // Long enough for the breaker to know it as good.
      await house.pass(20);
      expect(figures(await house.served(0))).toEqual({ late: 0, slowestMs: 700, by: { app: 20 } });

      const diedMs = house.house.clock.nowMs();
      house.isFcmSilent = true;
      await house.pass(ALERTS);
      const served = await house.served(diedMs);
      const found = figures(served);
      report(`seed ${seed}, Android ${android}`, found);
      expect(served.length).toBeGreaterThanOrEqual(ALERTS);
      expect(found.late).toBeGreaterThan(0);
      expect(found.late).toBeLessThanOrEqual(5);
      expect(found.slowestMs).toBe(WORST_MS);
      expect(found.by).not.toHaveProperty('nothing');

      // Once found out, the telephone rings with the push, for as long as it lasts.
      const foundOutMs = (await house.distrustedAt('fcm/normal')) ?? Infinity;
      const after = served.filter(({ startedMs }) => startedMs > foundOutMs);
      expect(after.length).toBeGreaterThan(ALERTS / 2);
      expect(figures(after).late).toBe(0);
    },
    PATIENCE_MS,
  );

  it.each(SEEDS)(
    'push, streams and a telephone provider dead at once: the other one reaches everybody within 9.6 s (seed %s)',
    async (seed) => {
      const house = (world = await RealSize.build(seed, 0.6));
      const { telephones } = house;
      house.isFcmSilent = true;
      house.apns.mode = 'down';
      telephones.first.mode = 'down';
      expect(await house.leaveDeadStreams(0.3)).toBeGreaterThan(PEOPLE / 5);
      await house.pass(ALERTS);

      const served = await house.served(0);
      const found = figures(served);
      report(`seed ${seed}, everything dead but one telephone provider`, found);
      expect(served.length).toBeGreaterThanOrEqual(ALERTS);
      expect(found.by).toEqual({ telephone: served.length });
      expect(found.slowestMs).toBeLessThanOrEqual(WORST_MS);
      expect([telephones.first.calls.length, telephones.second.calls.length]).toEqual([0, served.length]);
    },
    PATIENCE_MS,
  );
});
