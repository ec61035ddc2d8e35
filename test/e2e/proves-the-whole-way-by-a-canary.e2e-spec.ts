import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Auditor } from '../../src/modules/escalation/index.js';
import { CanaryEngine, HeartbeatSender } from '../../src/modules/operations/index.js';
import { Chores } from '../../src/platform/clock/chores.js';
import { Metrics } from '../../src/platform/observability/metrics.js';
import type { Json } from '../harness/json.js';
import { DEAD, HEALTHY, type Phone } from '../harness/phones.js';
import { PublicAddress } from '../harness/public-address.js';
import { SECRET } from '../harness/watching.js';
import { makePerson, makeTeam, makeWorld, type Person, type World } from '../harness/world.js';

const NUMBER = '+81312345678';

describe('a canary', () => {
  let world: World;
  let addresses: readonly PublicAddress[];
  /** Another Barry that listens. */
  let watcher: PublicAddress;
  let bird: Person;
  let canary: Phone;
  beforeEach(async () => {
    addresses = [await PublicAddress.open(), await PublicAddress.open()];
    watcher = await PublicAddress.open();
    watcher.brokenBy = 204;
    world = await makeWorld({
      environment: {
        BARRY_WATCH_PEERS_0_URL: `${watcher.url}/heartbeats/tokyo`,
        BARRY_WATCH_PEERS_0_SECRET: SECRET,
        BARRY_PUBLIC_URLS: addresses.map(({ url }) => url).join(','),
        BARRY_WATCH_CANARY_TEAM: 'canaries',
      },
    });
    for (const address of addresses) address.target = world.house.origin;
    bird = await makePerson(world.house, world.admin, 'Bird');
    await makeTeam(world.house, world.admin, 'canaries', [
      [bird, 'responder'],
      // By mistake: Aoi is in another team as well, and so a person.
      [world.people.A, 'responder'],
    ]);
    canary = await world.house.phones.enrol(world.house, bird.token, 'canary');
  });
  afterEach(async () => {
    await world.house.stop();
    for (const address of [...addresses, watcher]) await address.close();
  });

  /** The chores as their loop would do them, second by second. */
  const pass = async (seconds: number): Promise<void> => {
    const { house } = world;
    for (let passed = 0; passed < seconds; passed += 1) {
      await house.advance(1);
      await house.get(Chores).tick();
      await house.get(CanaryEngine).settled();
      await house.get(HeartbeatSender).settled();
      await house.settle();
    }
  };
  const seen = async (): Promise<readonly Json[]> =>
    (await world.house.ok('GET', '/engine', undefined, world.admin.token))['canaries'];
  const findings = async (): Promise<readonly Json[]> =>
    (await world.house.ok('GET', '/engine/findings', undefined, world.admin.token))['findings'];
  const urls = (): readonly string[] => addresses.map(({ url }) => url);

  it('rings for an alert through each address, which proves it; then it is over', async () => {
    await pass(20);
    const views = await seen();
    expect(views.map((one) => one['url']).sort()).toEqual([...urls()].sort());
    for (const one of views) {
      expect(one).toMatchObject({ dead: false, everySeconds: 60, provedAt: expect.any(String) });
      expect(one['ageSeconds']).toBeLessThan(20);
      expect(one).not.toHaveProperty('failure');
    }
    expect(canary.ringsSeen).toBe(2);
    await pass(60);
    expect(canary.ringsSeen).toBe(4);
    expect(Math.max(...(await seen()).map((one) => one['ageSeconds'] as number))).toBeLessThan(61);
    expect(await world.house.query(`select from alerts where status = 'firing'`)).toEqual([]);
    expect(await world.house.query(`select distinct kind, status from escalations`)).toEqual([
      { kind: 'canary', status: 'resolved' },
    ]);
    const beat = JSON.parse(watcher.lastBody) as Json;
    expect(beat['canaryEverySeconds']).toBe(60);
    expect(beat['canaryAgeSeconds']).toBeLessThan(61);
    const { values } = await world.house.get(Metrics).canaryAge.get();
    expect(values.map(({ labels }) => labels.url).sort()).toEqual([...urls()].sort());
    expect(await findings()).toEqual([]);
  });

  it('is no clutter: in no list, no count, no news, and rings no person', async () => {
    await pass(130);
    const { house, admin, phones } = world;
    const list = async (path: string): Promise<Json> => house.ok('GET', path, undefined, admin.token);
    expect((await list('/alerts'))['alerts']).toEqual([]);
    expect((await list('/escalations'))['escalations']).toEqual([]);
    expect((await list('/escalations?canaries=true'))['escalations'].length).toBeGreaterThan(3);
    expect((await list('/integrations'))['integrations'].map((one: Json) => one['name'])).toEqual([
      'Grafana',
    ]);
    const counts = await list(
      '/alerts/counts?from=2020-01-01T00:00:00Z&until=2040-01-01T00:00:00Z&buckets=1',
    );
    expect(counts['counts']).toMatchObject([{ high: 0, critical: 0, unknown: 0 }]);
    expect(
      await house.query(
        `select distinct kind from event_log where kind ~ '^(alert|escalation|call|inform)\\.'`,
      ),
    ).toEqual([]);
    expect(Object.values(phones).map((phone) => phone.pushes.length)).toEqual([0, 0, 0, 0]);
  });

  it('that is off is found after three intervals, calls nobody else, and is told to the administrators', async () => {
    await pass(20);
    canary.behaviour = DEAD;
    await world.house.ok(
      'POST',
      `/users/${bird.userId}/contact-methods`,
      { kind: 'phone', target: NUMBER, label: '' },
      bird.token,
    );
    await world.house.query(`update contact_methods set verified_at = now()`);
    world.house.phones.addLandline(NUMBER, { ringingMs: 500 });
    await pass(160);
    expect(await findings()).toEqual([]);
    await pass(90);
    const found = await findings();
    expect(found.map(({ code, repaired }) => [code, repaired])).toEqual([
      ['canary-dead', false],
      ['canary-dead', false],
    ]);
    expect(found.map(({ detail }) => detail).sort()).toEqual(
      urls()
        .map((url) => `${url}: the alert was taken, and no canary has rung`)
        .sort(),
    );
    expect((await seen()).map((one) => one['dead'])).toEqual([true, true]);
    await world.house.get(Auditor).run(world.house.clock.now());
    const told = await world.house.query(
      `select params->>'title' as title from event_log where kind = 'inform.sent'`,
    );
    expect(told).toContainEqual({ title: expect.stringMatching(/^canary-dead \(/) });
    // It ended as any other that nobody took would, and no last resort was opened.
    expect(await world.house.query(`select from escalations where kind <> 'canary'`)).toEqual([]);
    expect(world.house.phones.landlines.get(NUMBER)?.calls).toEqual([]);
    canary.behaviour = { ...DEAD, ringingMs: 800 };
    await pass(70);
    expect((await seen()).map((one) => one['dead'])).toEqual([false, false]);
  });

  it('names the one address of two that is broken', async () => {
    await pass(20);
    const [, broken] = addresses as [PublicAddress, PublicAddress];
    broken.brokenBy = 502;
    await pass(250);
    expect((await findings()).map(({ code, detail }) => [code, detail])).toEqual([
      ['canary-dead', `${broken.url}: answered 502`],
    ]);
    expect((await seen()).filter((one) => one['dead']).map(({ url, failure }) => [url, failure])).toEqual([
      [broken.url, 'answered 502'],
    ]);
  });

  it('opens a route of which two pushes on end rang nothing, probes it, and trusts it half when it rings', async () => {
    const route = async (): Promise<string> => {
      const { routes } = await world.house.ok('GET', '/notifiers', undefined, world.admin.token);
      const { state, because } = (routes as Json[])[0] ?? {};
      return [state, because].join(' ');
    };
    await pass(20);
    expect(await route()).toBe('closed too-little-known');
    canary.behaviour = DEAD;
    await pass(90);
    expect(await route()).toBe('open canaries-dead');
    // Many who are not there either: the canary alone cannot make it good again.
    await world.house.query(
      `insert into outbox (id, key, lane, kind, state, instance, target, message, user_id, route, not_before, expires_at,
         created_at, done_at)
       select gen_random_uuid(), 'old ' || n, 1, 'ring', 'done', 'pocket', '{}', '{}', gen_random_uuid(), 'pocket/normal',
         $1, $1, $1, $1 from generate_series(1, 20) n`,
      [new Date(world.house.clock.nowMs() - 60_000)],
    );
    canary.behaviour = HEALTHY;
    await pass(70);
    expect(await route()).toBe('half-open canary-rang');
    canary.behaviour = DEAD;
    await pass(70);
    expect(await route()).toBe('open canaries-dead');
  });

  it('takes nothing for dead after nobody has tried for a time', async () => {
    await pass(20);
    await world.house.advance(3600);
    await pass(30);
    expect(await findings()).toEqual([]);
    expect((await seen()).map((one) => one['dead'])).toEqual([false, false]);
  });

  it('leaves nothing behind after a day', async () => {
    await pass(20);
    await world.house.advance(25 * 3600);
    await pass(20);
    const [row] = await world.house.query<{ n: number }>(
      `select (select count(*) from escalations) + (select count(*) from alerts) + (select count(*) from ring_sessions) as n`,
    );
    expect(Number(row?.n)).toBe(6);
  });
});
