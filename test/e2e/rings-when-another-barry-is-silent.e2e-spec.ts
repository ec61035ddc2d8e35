import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HeartbeatSender } from '../../src/modules/operations/index.js';
import { Chores } from '../../src/platform/clock/chores.js';
import { Metrics } from '../../src/platform/observability/metrics.js';
import { House } from '../harness/house.js';
import type { Json } from '../harness/json.js';
import { SECRET, Watching } from '../harness/watching.js';

describe('a Barry that watches another', () => {
  let night: Watching;
  beforeEach(async () => {
    night = await Watching.start();
  });
  afterEach(() => night.stop());

  const seen = async (): Promise<Json> =>
    (await night.watcher.ok('GET', '/watch', undefined, night.world.admin.token))['watched'][0];
  const alerts = async (): Promise<{ title: string; status: string; severity: string }[]> =>
    night.watcher.query(`select title, status, severity from alerts order by number`);
  const ringing = (): boolean => night.world.phones.A.isRinging;

  it('waits for the first beat, then shows how the other says it is', async () => {
    expect(await seen()).toEqual({ name: 'tokyo', team: 'mail', state: 'waiting', late: [] });
    await night.pass(40, [night.watcher]);
    expect(await alerts()).toEqual([]);
    await night.pass(1);
    expect(await seen()).toEqual({
      name: 'tokyo',
      team: 'mail',
      state: 'beating',
      installation: 'Tokyo',
      lastBeatAt: night.watcher.clock.now().toISOString(),
      latenessSeconds: 0,
      outboxSeconds: 0,
      auditAgeSeconds: expect.any(Number),
      spoolAgeSeconds: 0,
      late: [],
    });
    await night.pass(35);
    expect([(await seen())['state'], await alerts()]).toEqual(['beating', []]);
  });

  it('invariant 25: rings its team within 60 s after the other is gone altogether', async () => {
    await night.pass(11);
    expect((await seen())['state']).toBe('beating');
    const goneAtMs = night.watcher.clock.nowMs();
    await night.lose();
    while (!ringing() && night.watcher.clock.nowMs() < goneAtMs + 120_000)
      await night.pass(1, [night.watcher]);
    const seconds = (night.watcher.clock.nowMs() - goneAtMs) / 1000;
    expect(seconds).toBeLessThanOrEqual(60);
    // Two beats that are late or lost wake nobody.
    expect(seconds).toBeGreaterThan(19);
    expect(await alerts()).toEqual([
      { title: 'Barry tokyo is silent', status: 'firing', severity: 'critical' },
    ]);
    expect((await seen())['state']).toBe('silent');
    await night.pass(7, [night.watcher]);
    expect(await alerts()).toHaveLength(1);
    // No integration stands behind it, and a person may end it all the same.
    const { token } = night.world.people.A;
    const [alert] = (await night.watcher.ok('GET', '/alerts', undefined, token))['alerts'];
    expect(alert).not.toHaveProperty('integrationId');
    await night.watcher.ok('POST', '/alerts/resolve', { alertId: alert['alertId'] }, token);
    expect(await alerts()).toMatchObject([{ status: 'resolved' }]);
  });

  it('stops ringing when the other is back', async () => {
    await night.pass(11);
    await night.pass(45, [night.watcher]);
    expect(ringing()).toBe(true);
    await night.pass(1);
    expect(ringing()).toBe(false);
    expect(await alerts()).toMatchObject([{ title: 'Barry tokyo is silent', status: 'resolved' }]);
    expect((await seen())['state']).toBe('beating');
  });

  it('takes nobody for silent whom it could not have heard', async () => {
    await night.pass(11);
    // As if it had been off itself: nobody looks, nobody hears.
    await night.watcher.advance(600);
    await night.pass(25, [night.watcher]);
    expect(await alerts()).toEqual([]);
    await night.pass(10, [night.watcher]);
    expect(await alerts()).toHaveLength(1);
  });

  it('rings for what the other says of itself, and once however long it lasts', async () => {
    await night.pass(1);
    night.watched.isTamperedWith = true;
    await night.watched.query(
      `insert into outbox (id, key, lane, kind, instance, target, message, user_id, not_before, expires_at, created_at, state)
       values (gen_random_uuid(), 'stuck', 1, 'inform', 'nobody', '{}', '{}', gen_random_uuid(), $1, $2, $1, 'waiting')`,
      [new Date(night.watcher.clock.nowMs()), new Date(night.watcher.clock.nowMs() + 3_600_000)],
    );
    const chores = night.watched.get(Chores);
    const beat = async (): Promise<void> => {
      await night.watcher.advance(10);
      await chores.tick();
      await night.watched.get(HeartbeatSender).settled();
      await night.watcher.settle();
    };
    await beat();
    expect(await alerts()).toEqual([]);
    await beat();
    expect(await alerts()).toEqual([
      { title: 'Barry tokyo is late: a message waits for 20 s', status: 'firing', severity: 'high' },
    ]);
    await night.watcher.advance(1);
    expect(ringing()).toBe(true);
    expect(await seen()).toMatchObject({ state: 'late', late: ['outbox'], outboxSeconds: 20 });
    await beat();
    await night.watched.query(`delete from outbox`);
    await beat();
    await beat();
    expect(await alerts()).toMatchObject([{ status: 'firing' }]);
    await beat();
    expect(await alerts()).toMatchObject([{ status: 'resolved' }]);
    expect((await seen())['state']).toBe('beating');
  });
});

describe('a Barry that is watched', () => {
  let house: House;
  let server: Server;
  afterEach(async () => {
    await house.stop();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });

  const told = async (
    answer: (path: string, respond: (status: number, headers?: Record<string, string>) => void) => void,
  ): Promise<void> => {
    server = createServer((request, response) => {
      answer(request.url ?? '', (status, headers) => response.writeHead(status, headers).end());
    }).listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    const { port } = server.address() as AddressInfo;
    house = await House.start({
      environment: {
        BARRY_WATCH_PEERS_0_URL: `http://127.0.0.1:${port}/heartbeats/tokyo`,
        BARRY_WATCH_PEERS_0_SECRET: SECRET,
      },
    });
  };
  const peer = async (): Promise<object[]> =>
    house.query(`select failure, failed, delivered_at is not null as delivered from watch_peers`);
  const failures = async (): Promise<number> =>
    (await house.get(Metrics).heartbeatsSent.get()).values.find(({ labels }) => labels.outcome === 'failed')
      ?.value ?? 0;

  it('follows no redirect, and shows why a heartbeat did not arrive', async () => {
    const paths: string[] = [];
    await told((path, respond) => {
      paths.push(path);
      respond(307, { location: '/elsewhere' });
    });
    await house.get(Chores).tick();
    await house.get(HeartbeatSender).settled();
    expect(paths).toEqual(['/heartbeats/tokyo']);
    expect(await peer()).toEqual([{ failure: 'answered 307', failed: 1, delivered: false }]);
    expect(await failures()).toBe(1);
  });

  it('gives a watcher up that does not answer within three seconds, and keeps no other chore waiting', async () => {
    const asked = Promise.withResolvers<void>();
    await told(() => asked.resolve());
    // Comes back although nothing was answered.
    await house.get(Chores).tick();
    await asked.promise;
    expect(await peer()).toEqual([{ failure: null, failed: 0, delivered: false }]);
    house.clock.moveTo(house.clock.nowMs() + 3_000);
    await house.get(HeartbeatSender).settled();
    expect(await peer()).toEqual([{ failure: 'no answer within 3000 ms', failed: 1, delivered: false }]);
  });
});
