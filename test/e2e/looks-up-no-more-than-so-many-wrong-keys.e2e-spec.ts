import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { House } from '../harness/house.js';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

const HOUSE_MS = 60_000;
const MOST = 5;

describe('wrong keys of one address', () => {
  const folder = mkdtempSync(join(tmpdir(), 'barry-wrong-keys-'));
  let world: World;
  let house: House;

  beforeAll(async () => {
    const config = join(folder, 'house.yaml');
    const usual = readFileSync(join(import.meta.dirname, '../harness/house.yaml'), 'utf8');
    writeFileSync(
      config,
      `${usual}intake: { wrongKeysPerMinute: ${MOST} }\nhttp: { trustedProxies: ['127.0.0.0/8', '::1/128'] }\n`,
    );
    world = await makeWorld({ phones: false, environment: { BARRY_CONFIG: config } });
    house = world.house;
  }, HOUSE_MS);
  afterAll(async () => {
    await house.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const send = async (
    path: string,
    body: object = grafanaAlert('Keyed'),
    more: Record<string, string> = {},
  ) => {
    const answer = await fetch(house.origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...more },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    return { status: answer.status, after: answer.headers.get('retry-after'), text: await answer.text() };
  };
  const wrong = (n: number): string => `/webhooks/grafana/wrong-key-number-${n}`;

  it('above so many a minute: 429 without a look-up, in the sender’s form; a right key still works', async () => {
    for (let n = 0; n < MOST; n += 1) expect((await send(wrong(n))).status).toBe(404);
    expect(await send(wrong(99))).toMatchObject({ status: 429, after: '60' });
    const pagerDuty = { routing_key: 'nobodys', event_action: 'trigger', payload: {} };
    expect(await send('/v2/enqueue', pagerDuty)).toMatchObject({ status: 429 });
    expect((await send('/webhooks/call/nobodys', {})).status).toBe(429);
    // Of somebody who was never heard of before.
    expect((await send(world.hook)).status).toBe(200);

    // Nobody can look anything up now: whoever tries is answered all the same.
    const client = new pg.Client({ connectionString: house.databaseUrl });
    await client.connect();
    try {
      await client.query('begin');
      await client.query('lock table integrations in access exclusive mode');
      for (let n = 100; n < 120; n += 1) expect((await send(wrong(n))).status).toBe(429);
    } finally {
      await client.query('rollback');
      await client.end();
    }
    const metrics = await (await fetch(`${house.origin}/metrics`)).text();
    expect(metrics).toMatch(/barry_deliveries_total\{source="grafana",outcome="tried-too-often"\} 21\b/);
  });

  it('are counted by who came to a trusted proxy, whatever they say of themselves', async () => {
    const from = (list: string) => ({ 'x-forwarded-for': list });
    for (let n = 0; n < MOST; n += 1)
      expect((await send(wrong(n), {}, from(`203.0.113.${n}, 198.51.100.7`))).status).toBe(404);
    expect((await send(wrong(98), {}, from('203.0.113.200, 198.51.100.7'))).status).toBe(429);
    expect((await send(wrong(98), {}, from('::ffff:198.51.100.7, 127.0.0.9'))).status).toBe(429);
    expect((await send(wrong(98), {}, from('198.51.100.7, 198.51.100.8'))).status).toBe(404);
    // Of version 6 a whole network is one.
    for (let n = 0; n < MOST; n += 1)
      expect((await send(wrong(n), {}, from(`[2001:db8:7::${n}]:4711`))).status).toBe(404);
    expect((await send(wrong(98), {}, from('2001:db8:7::99'))).status).toBe(429);
    const team = await fetch(`${house.origin}/api/v1/teams`, {
      method: 'POST',
      headers: {
        ...from('192.0.2.1, 198.51.100.9'),
        authorization: `Bearer ${world.admin.token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ slug: 'behind', name: 'Behind a proxy' }),
    });
    expect(team.status).toBe(201);
    const { rows } = await house.ok('GET', '/audit', undefined, world.admin.token);
    expect(rows[0]).toMatchObject({ action: 'team.created', address: '198.51.100.9' });
  });

  it('are those of heartbeats as well; a right one beats still', async () => {
    const { token } = world.admin;
    const { integrationId } = await house.ok(
      'POST',
      '/integrations',
      { teamId: world.teamId, name: 'Cron', source: 'generic' },
      token,
    );
    const given = { integrationId, name: 'Backup', everySeconds: 60, graceSeconds: 30 };
    const { heartbeatId } = await house.ok('POST', '/heartbeats', given, token);
    const { url } = await house.ok('POST', `/heartbeats/${String(heartbeatId)}/address`, {}, token);
    await house.advance(60);
    const ping = async (path: string): Promise<readonly [number, string | null]> => {
      const answer = await fetch(house.origin + path);
      await answer.text();
      return [answer.status, answer.headers.get('retry-after')];
    };
    for (let n = 0; n < MOST; n += 1) expect(await ping(`/ping/nobodys-${n}`)).toEqual([404, null]);
    expect(await ping('/ping/nobodys-99')).toEqual([429, '60']);
    expect((await send(wrong(300))).status).toBe(429);
    expect(await ping(new URL(String(url)).pathname)).toEqual([200, null]);
  });

  it('a key that was made meanwhile opens, and a minute later all is as before', async () => {
    const given = { teamId: world.teamId, name: 'New', source: 'grafana' };
    const { integrationId } = await house.ok('POST', '/integrations', given, world.admin.token);
    const setup = await house.ok(
      'POST',
      `/integrations/${String(integrationId)}/setup`,
      {},
      world.admin.token,
    );
    await house.advance(2);
    expect((await send(new URL(String(setup['url'])).pathname)).status).toBe(200);
    expect((await send(wrong(200))).status).toBe(429);
    await house.advance(60);
    expect((await send(wrong(201))).status).toBe(404);
  });
});
