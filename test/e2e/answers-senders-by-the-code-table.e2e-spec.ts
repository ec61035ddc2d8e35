import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { z } from 'zod';
import { defineAlertSource, type Severity, signals } from '../../src/plugins/kit/index.js';
import { IntegrationStats } from '../../src/modules/webhooks/index.js';
import type { House, RestAnswer } from '../harness/house.js';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

/** Stands for the senders that prove themselves by a header, and for plugins that misbehave. */
const headered = defineAlertSource({
  id: 'headered',
  name: 'Headered',
  options: z.strictObject({}),
  routes: [
    {
      method: 'POST',
      path: '/headered/events',
      kind: 'signals',
      credential: ({ headers }) => headers['x-key'],
    },
  ],
  retries: true,
  read: ({ body }) => {
    const { key, severity } = body as { key?: string; severity?: Severity };
    if (key === 'throw') throw new Error('planted');
    return signals({ action: 'trigger', dedupKey: key ?? 'h', severity });
  },
  sample: {},
  setup: ({ origin, key }) => `${origin} ${key}`,
});

type Said = RestAnswer['body'];

/** A house is started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;

describe('the code table', () => {
  let world: World;
  let house: House;

  beforeAll(async () => {
    world = await makeWorld({ plugins: [headered], phones: false });
    house = world.house;
  }, HOUSE_MS);
  afterAll(() => house.stop());

  const post = async (path: string, body: string | Buffer, headers: Record<string, string> = {}) => {
    const answer = await fetch(house.origin + path, {
      method: 'POST',
      body: new Uint8Array(Buffer.from(body)),
      headers: { 'content-type': 'application/json', ...headers },
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: JSON.parse(text || '{}') as Said,
    };
  };
  const integration = async (given: object) => {
    const all = { teamId: world.teamId, name: 'Planted', source: 'generic', ...given };
    const made = await house.ok('POST', '/integrations', all, world.admin.token);
    const id = made['integrationId'] as string;
    const setup = await house.ok('POST', `/integrations/${id}/setup`, {}, world.admin.token);
    return { id, key: setup['key'] as string, path: new URL(setup['url']).pathname };
  };
  const deliveries = async (id: string): Promise<Said[]> =>
    (await house.ok('GET', `/integrations/${id}/deliveries`, undefined, world.admin.token))['deliveries'];
  const alerts = async (id: string): Promise<Said[]> =>
    (await house.ok('GET', `/alerts?integrationId=${id}`, undefined, world.admin.token))['alerts'];

  it('taken: 200, with what became of each alert, and no referrer', async () => {
    const answer = await post(world.hook, JSON.stringify(grafanaAlert('Taken')));
    expect(answer).toMatchObject({
      status: 200,
      body: { duplicate: false, alerts: [{ action: 'trigger', effect: 'opened' }] },
    });
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('PUT as well as POST, with a slash at the end, whatever the Content-Type says', async () => {
    const { path } = await integration({});
    for (const [method, type] of [
      ['PUT', 'application/json'],
      ['POST', 'text/plain'],
      ['POST', 'application/x-www-form-urlencoded'],
      ['POST', 'nonsense'],
      ['POST', ';;,'],
    ] as const) {
      const answer = await fetch(`${house.origin}${path}/`, {
        method,
        headers: { 'content-type': type },
        body: JSON.stringify({ title: `by ${method} as ${type}` }),
      });
      expect([method, type, answer.status]).toEqual([method, type, 200]);
    }
    const answer = await fetch(`${house.origin}${path}?title=by+query`);
    expect(answer.status).toBe(200);
  });

  it('ignored: 200', async () => {
    const { id, path } = await integration({});
    expect((await post(path, '')).status).toBe(200);
    expect(await deliveries(id)).toMatchObject([{ outcome: 'ignored' }]);
  });

  it('unreadable: 200 with a warning, kept, and a fault of the monitoring', async () => {
    const { id, path } = await integration({ source: 'grafana' });
    const answer = await post(path, '{"hello":"world"}');
    expect(answer).toMatchObject({
      status: 200,
      body: { warning: expect.any(String), issues: [expect.any(String)] },
    });
    expect(await deliveries(id)).toMatchObject([{ outcome: 'unreadable', body: '{"hello":"world"}' }]);
    expect(await alerts(id)).toMatchObject([
      { kind: 'monitoring-fault', status: 'firing', routes: [{ urgency: 'ring' }] },
    ]);
  });

  it('not JSON where JSON was declared: 400, and kept all the same', async () => {
    const { id, path } = await integration({});
    expect((await post(path, '{"title":')).status).toBe(400);
    expect(await deliveries(id)).toMatchObject([{ outcome: 'not-json', body: '{"title":' }]);
  });

  it('wrong key: 404 in the address, 401 in a header, and nothing is kept', async () => {
    const { id, key, path } = await integration({ source: 'headered' });
    for (const wrong of [`${world.hook}x`, '/webhooks/grafana/short', '/webhooks/grafana/%00'])
      expect((await post(wrong, '{}')).status).toBe(404);
    // The key of one source is no key of another.
    expect((await post(`/webhooks/generic/${key}`, '{}')).status).toBe(404);
    expect((await post('/headered/events', '{}', { 'x-key': 'nonsense' })).status).toBe(401);
    expect((await post('/headered/events', '{}')).status).toBe(401);
    expect((await post('/headered/events', '{}', { 'x-key': key })).status).toBe(200);
    expect(await deliveries(id)).toHaveLength(1);
    expect(path).toBe('/headered/events');
  });

  it('wrong proof: 401, and kept', async () => {
    const { id, path } = await integration({ source: 'grafana', options: { signingSecret: 'hush' } });
    const body = JSON.stringify(grafanaAlert('Signed'));
    const good = createHmac('sha256', 'hush').update(body).digest('hex');
    expect((await post(path, body, { 'x-grafana-alerting-signature': '00' })).status).toBe(401);
    expect((await post(path, body, { 'x-grafana-alerting-signature': good })).status).toBe(200);
    const kept = await deliveries(id);
    expect(kept.map(({ outcome }) => outcome)).toEqual(['accepted', 'bad-signature']);
    expect(JSON.stringify(kept)).not.toContain(good);
    expect(await alerts(id)).toHaveLength(1);
  });

  it('over 1 MiB: 413, the first 64 KiB kept, and a warning', async () => {
    const { id, path } = await integration({});
    expect((await post(path, JSON.stringify({ title: 'x'.repeat(1024 * 1024 - 12) }))).status).toBe(200);
    expect((await post(path, JSON.stringify({ title: 'x'.repeat(1024 * 1024) }))).status).toBe(413);
    const [kept] = await deliveries(id);
    expect(kept).toMatchObject({ outcome: 'too-large', bodyBytes: 1024 * 1024 + 12 });
    expect(kept?.['body']).toHaveLength(64 * 1024);
    expect(await alerts(id)).toMatchObject([
      { kind: 'monitoring-fault', severity: 'warning' },
      { severity: 'unknown' },
    ]);
  });

  it('a plugin that throws: 200 with a warning, as if it had not understood', async () => {
    const { id, key } = await integration({ source: 'headered' });
    const answer = await post('/headered/events', '{"key":"throw"}', { 'x-key': key });
    expect(answer).toMatchObject({ status: 200, body: { issues: ['headered failed to read it'] } });
    expect(await alerts(id)).toMatchObject([{ kind: 'monitoring-fault' }]);
  });

  it('what the database cannot hold: 200 with a warning, and nobody who came along is hurt', async () => {
    const { id, key } = await integration({ source: 'headered' });
    const send = (body: object) => post('/headered/events', JSON.stringify(body), { 'x-key': key });
    const good = Array.from({ length: 12 }, (_, n) => ({ key: `good-${n}` }));
    const [bad, ...others] = await Promise.all([{ key: 'bad', severity: 'dreadful' }, ...good].map(send));
    expect(bad).toMatchObject({ status: 200, body: { issues: ['its alerts could not be stored'] } });
    expect(others.map(({ status, body }) => [status, body['alerts'][0].effect])).toEqual(
      good.map(() => [200, 'opened']),
    );
    expect(await alerts(id)).toHaveLength(13);
    const kept = (await deliveries(id)).filter(({ outcome }) => outcome === 'unreadable');
    expect(kept.map(({ body }) => body)).toEqual(['{"key":"bad","severity":"dreadful"}']);
  });

  it('finds the delivery that cannot be stored by halves, not one by one', async () => {
    const { id, key } = await integration({ source: 'headered' });
    // A sequence counts what was rolled back too.
    await house.query(`create sequence tries`);
    await house.query(`create function count_try() returns trigger language plpgsql as
      $$ begin perform nextval('tries'); return null; end $$`);
    await house.query(
      `create trigger count_tries before insert on alerts for each statement execute function count_try()`,
    );
    try {
      const given = Array.from({ length: 100 }, (_, n) =>
        n === 70 ? { key: 'bad', severity: 'dreadful' } : { key: `many-${n}` },
      );
      // While the first wait for the table, the others fill one batch.
      const holder = new pg.Client(house.databaseUrl);
      await holder.connect();
      await holder.query('begin');
      await holder.query('lock table alerts');
      const allHeard = house.heard(given.length);
      const sent = given.map((body) => post('/headered/events', JSON.stringify(body), { 'x-key': key }));
      await allHeard;
      await holder.end();
      const answers = await Promise.all(sent);
      expect(answers.filter(({ body }) => body['alerts']?.[0]?.effect === 'opened')).toHaveLength(99);
      expect(answers[70]?.body).toMatchObject({ issues: ['its alerts could not be stored'] });
      expect(await alerts(id)).toHaveLength(50);
      const [tries] = await house.query<{ last_value: string }>(`select last_value from tries`);
      expect(Number(tries?.last_value)).toBeLessThan(40);
    } finally {
      await house.query(`drop trigger count_tries on alerts`);
      await house.query(`drop function count_try`);
      await house.query(`drop sequence tries`);
    }
  });

  it('an integration that is off: 200, kept, and no alert; a shadow: an alert that rings nobody', async () => {
    const off = await integration({ mode: 'off' });
    expect((await post(off.path, '{"title":"x"}')).status).toBe(200);
    expect(await deliveries(off.id)).toMatchObject([{ outcome: 'off' }]);
    expect(await alerts(off.id)).toEqual([]);
    const shadow = await integration({ mode: 'shadow' });
    expect((await post(shadow.path, '{"title":"x","severity":"critical"}')).status).toBe(200);
    expect(await alerts(shadow.id)).toMatchObject([{ routes: [{ reason: 'shadow' }] }]);
  });

  it('a rotated key works beside the new one for a day, a removed integration not at all', async () => {
    const { id, path } = await integration({});
    await house.ok('POST', `/integrations/${id}/rotate-key`, {}, world.admin.token);
    const setup = await house.ok('POST', `/integrations/${id}/setup`, {}, world.admin.token);
    const next = new URL(setup['url']).pathname;
    expect(next).not.toBe(path);
    expect([(await post(path, '{"title":"x"}')).status, (await post(next, '{"title":"x"}')).status]).toEqual([
      200, 200,
    ]);
    house.clock.moveTo(house.clock.nowMs() + 24 * 3_600_000 + 1);
    expect([(await post(path, '{"title":"x"}')).status, (await post(next, '{"title":"x"}')).status]).toEqual([
      404, 200,
    ]);
    await house.ok('DELETE', `/integrations/${id}`, undefined, world.admin.token);
    expect((await post(next, '{"title":"x"}')).status).toBe(404);
  });

  it(
    'more than can be opened one by one: 200 and one alert that counts; ten times that: 503',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'barry-limits-'));
      const config = join(folder, 'limits.yaml');
      const house_ = readFileSync(join(import.meta.dirname, '../harness/house.yaml'), 'utf8');
      writeFileSync(config, `${house_}intake: { signalsPerMinute: 6, burst: 3 }\n`);
      const busy = await makeWorld({ phones: false, environment: { BARRY_CONFIG: config } });
      try {
        const send = (name: string, more: object = {}) =>
          busy.house.rest('POST', busy.hook, grafanaAlert(name, more));
        const sent = [];
        for (let i = 0; i < 30; i += 1) sent.push(await send(`Wild${i}`));
        expect(sent.every(({ status }) => status === 200)).toBe(true);
        const refused = await send('Wild30');
        expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
        const { alerts: found } = await busy.house.ok('GET', '/alerts', undefined, busy.admin.token);
        const titles = (found as Said[]).map(({ title, count }) => [title, count]);
        expect(titles).toEqual([
          ['Grafana: more alerts than can be opened one by one', 27],
          ['Wild2 is broken', 1],
          ['Wild1 is broken', 1],
          ['Wild0 is broken', 1],
        ]);
        // What ends something goes through all the same.
        await busy.house.advance(1);
        const ended = await send('Wild0', { status: 'resolved' });
        expect(ended.body['alerts']).toMatchObject([{ effect: 'resolved' }]);
      } finally {
        await busy.house.stop();
        rmSync(folder, { recursive: true });
      }
    },
    HOUSE_MS,
  );

  it('counts what came, and remembers the last trouble', async () => {
    const { id, path } = await integration({ source: 'grafana' });
    await post(path, '{}');
    await house.get(IntegrationStats).settled();
    const before = await house.ok('GET', `/integrations/${id}`, undefined, world.admin.token);
    expect(before).toMatchObject({ deliveryCount: 1, lastDeliveryAt: house.clock.now().toISOString() });
    expect(before['lastProblem']).toContain('no notification of Grafana');
    // The next one that can be read ends the fault.
    await post(path, JSON.stringify(grafanaAlert('Fine')));
    expect(await alerts(id)).toMatchObject([
      { title: 'Fine is broken' },
      { kind: 'monitoring-fault', status: 'resolved' },
    ]);
  });
});
