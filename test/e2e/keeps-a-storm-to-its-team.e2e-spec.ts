import { afterEach, expect, it } from '@jest/globals';
import { AlertsService, API_ORIGIN } from '../../src/modules/alerts/index.js';
import { EscalationEngine } from '../../src/modules/escalation/index.js';
import { LANES, Outbox, SenderEngine } from '../../src/modules/notifications/index.js';
import { newId } from '../../src/platform/database/new-id.js';
import { Transaction } from '../../src/platform/database/transaction.js';
import { makePerson, makeTeam, makeWorld, TIMELINE_STEP, type World } from '../harness/world.js';

/** `npm run prove -- storm` takes ten thousand. */
const MANY = Number(process.env['BARRY_STORM_ALERTS'] ?? 2_000);
const BATCH = 250;

let world: World;
afterEach(() => world.house.stop());

/** Of a storm every tenth alert is critical, and each is a group of its own. */
async function fire(teamId: string, from: number, many: number, severity?: 'critical'): Promise<void> {
  const { house } = world;
  await house.get(AlertsService).ingest(
    Array.from({ length: many }, (_, i) => ({
      origin: { ...API_ORIGIN, teamId },
      receivedAt: house.clock.now(),
      signal: {
        action: 'trigger',
        dedupKey: `${teamId} ${from + i}`,
        title: `Queue ${from + i}`,
        severity: severity ?? ((from + i) % 10 === 0 ? 'critical' : 'warning'),
      } as const,
    })),
  );
}

it(`${MANY} alerts of one team are one ring on each of its devices, whoever is called for whatever`, async () => {
  world = await makeWorld();
  const { house, phones } = world;
  for (let from = 0; from < MANY; from += BATCH) {
    await fire(world.teamId, from, Math.min(BATCH, MANY - from));
    // Some of a second for each batch: providers take what was sent, and phones prove their rings.
    await house.advance(0.2);
  }
  await house.advance(1);
  const [counts] = await house.query<{ escalations: number }>(
    `select (select count(*)::int from alerts) as alerts,
       (select count(*)::int from escalations) as escalations,
       (select count(*)::int from alert_routes where escalation_id is null) as unanswered,
       (select count(*)::int from calls) as calls`,
  );
  // What is critical has one of its own, the storm takes the rest; how many are critical among the first decides how
  // many others there are before it.
  const escalations = Number(counts?.escalations);
  expect(escalations).toBeGreaterThan(MANY / 10);
  expect(escalations).toBeLessThanOrEqual(MANY / 10 + 20 + 1);
  // Two people at once, in each.
  expect(counts).toMatchObject({ alerts: MANY, unanswered: 0, calls: 2 * escalations });
  const live = await house.query<{ device_id: string; rings: number; calls: number }>(
    `select r.device_id, count(distinct r.id)::int as rings, count(*)::int as calls from ring_sessions r
       join ring_session_calls s on s.ring_id = r.id and s.until_revision is null
     where r.ended_at is null group by r.device_id`,
  );
  expect(live.map(({ rings }) => rings)).toEqual(live.map(() => 1));
  expect(live.reduce((sum, { calls }) => sum + calls, 0)).toBe(2 * escalations);
  expect(phones.A.pushes.length).toBeGreaterThan(1);
  // As the phones have seen it: never a second ring while one was on the screen.
  for (const phone of Object.values(phones)) {
    const on = new Set<string>();
    for (const { message } of phone.pushes) {
      if (message.kind === 'cancel') on.delete(message.ringId);
      if (message.kind === 'ring') on.add(message.card.ringId);
      expect(on.size).toBeLessThanOrEqual(1);
    }
  }
}, 300_000);

/** In how many turns of engine and sender after its time the first ring of each of these teams has left. */
async function turnsUntilRung(teamIds: readonly string[]): Promise<readonly number[]> {
  const { house } = world;
  const left = new Map<string, number>();
  for (let turn = 1; left.size < teamIds.length && turn <= 50; turn += 1) {
    await house.get(EscalationEngine).tick();
    await house.get(SenderEngine).tick();
    const rows = await house.query<{ team_id: string }>(
      `select distinct team_id from outbox where kind = 'ring' and tries > 0 and team_id = any($1::uuid[])`,
      [teamIds],
    );
    for (const { team_id } of rows) if (!left.has(team_id)) left.set(team_id, turn);
  }
  return teamIds.map((teamId) => left.get(teamId) ?? Infinity);
}

it('beside a team in a storm the first rings of the others take at most twice as many turns', async () => {
  world = await makeWorld({ policy: { delaySeconds: 60 } });
  const { house, admin } = world;
  const others: string[] = [];
  for (const slug of ['shop', 'search', 'news', 'maps', 'pay']) {
    const person = await makePerson(house, admin, `Of-${slug}`);
    const teamId = await makeTeam(house, admin, slug, [[person, 'owner']]);
    const steps = [{ targets: [{ kind: 'user', id: person.userId }], ...TIMELINE_STEP }];
    await house.ok('POST', '/policies', { teamId, name: slug, delaySeconds: 60, steps }, person.token);
    await house.phones.enrol(house, person.token, slug);
    others.push(teamId);
  }
  const oneEach = async (from: number): Promise<void> => {
    for (const teamId of others) await fire(teamId, from, 1);
  };
  await oneEach(1);
  house.clock.moveTo(house.clock.nowMs() + 60_000);
  const alone = await turnsUntilRung(others);
  await house.settle();
  await house.advance(1_000);

  for (let from = 0; from < 1_000; from += BATCH) await fire(world.teamId, from, BATCH, 'critical');
  const now = house.clock.now();
  await house.get(Transaction).run(() =>
    house.get(Outbox).put(
      Array.from({ length: 1_000 }, (_, n) => ({
        key: newId(),
        lane: LANES.critical,
        instance: 'pocket',
        target: { number: 'phone-A-0' },
        message: { kind: 'inform', title: `${n}`, body: 'Storm', link: '/' },
        userId: world.people.A.userId,
        teamId: world.teamId,
        notBefore: new Date(now.getTime() + 60_000),
        expiresAt: new Date(now.getTime() + 120_000),
      })),
      now,
    ),
  );
  house.clock.moveTo(house.clock.nowMs() + 1_000);
  await house.query(`delete from outbox where kind = 'ring' and team_id = any($1::uuid[])`, [others]);
  await oneEach(2);
  house.clock.moveTo(house.clock.nowMs() + 60_000);
  const beside = await turnsUntilRung(others);
  expect(Math.max(...beside)).toBeLessThanOrEqual(2 * Math.max(...alone));
  expect(
    await house.query(`select from outbox where team_id = $1 and tries = 0`, [world.teamId]),
  ).not.toEqual([]);
}, 120_000);
