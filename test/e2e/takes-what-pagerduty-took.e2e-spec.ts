import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DatabaseLine } from '../harness/database-line.js';
import { makePerson, makeWorld } from '../harness/world.js';
import { type MadeIntegration, Outside } from '../harness/outside.js';

/** A house is started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const CREATE_EVENT = '/generic/2010-04-15/create_event.json';
const invalid = (...errors: unknown[]) => ({
  status: 'invalid event',
  message: 'Event object is invalid',
  errors,
});

describe('the Events API of PagerDuty', () => {
  let line: DatabaseLine;
  let outside: Outside;
  let pager: MadeIntegration;

  beforeAll(async () => {
    line = await DatabaseLine.toCluster();
    outside = new Outside(await makeWorld({ phones: false, line }));
    pager = await outside.integration('pagerduty-events');
  }, HOUSE_MS);
  afterAll(async () => {
    await outside.world.house.stop();
    line.close();
  });

  const event = (more: object = {}) => ({
    routing_key: pager.key,
    event_action: 'trigger',
    payload: { summary: 'The queue grows', source: 'mx-1', severity: 'critical' },
    ...more,
  });
  const enqueue = (body: unknown, headers = {}) => outside.send('POST', '/v2/enqueue', body, headers);
  const alertOf = async (key: string) =>
    (await outside.alerts(pager.id)).filter(({ dedupKey }) => dedupKey === key);

  it('is set up with a key of 32 letters and digits, and a command that works', async () => {
    expect(pager.key).toMatch(/^[a-z0-9]{32}$/);
    expect(pager.curl).toContain(`"routing_key":"${pager.key}"`);
    expect(pager.instructions).toContain('/v2/enqueue');
  });

  it('opens, acknowledges and resolves, and opens anew after a resolve', async () => {
    const follow = (event_action: string) =>
      enqueue({ routing_key: pager.key, event_action, dedup_key: 'life' });
    const expected = {
      status: 202,
      body: { status: 'success', message: 'Event processed', dedup_key: 'life' },
    };
    for (const answer of [
      await enqueue(event({ dedup_key: 'life' })),
      await follow('acknowledge'),
      await follow('resolve'),
    ])
      expect({ status: answer.status, body: answer.body }).toEqual(expected);
    expect(await alertOf('life')).toMatchObject([
      { status: 'resolved', severity: 'critical', title: 'The queue grows', host: 'mx-1' },
    ]);
    await enqueue(event({ dedup_key: 'life' }));
    const [again, before] = await alertOf('life');
    expect(again).toMatchObject({ status: 'firing', count: 1, routes: [{ urgency: 'ring' }] });
    expect(before).toMatchObject({ status: 'resolved' });
    expect(again?.['alertId']).not.toBe(before?.['alertId']);
  });

  it('counts a trigger of an open alert, and shows who acknowledged it while it rings on', async () => {
    await enqueue(event({ dedup_key: 'count' }));
    await enqueue(event({ dedup_key: 'count' }));
    await enqueue({ routing_key: pager.key, event_action: 'acknowledge', dedup_key: 'count' });
    expect(await alertOf('count')).toMatchObject([
      { status: 'firing', count: 2, acknowledgedBy: 'pagerduty-events' },
    ]);
  });

  it('makes a key where none is given, and takes it back', async () => {
    const [one, two] = [await enqueue(event()), await enqueue(event())];
    expect([one.body['dedup_key'], two.body['dedup_key']]).toEqual([
      expect.stringMatching(UUID),
      expect.stringMatching(UUID),
    ]);
    expect(one.body['dedup_key']).not.toBe(two.body['dedup_key']);
    const key = one.body['dedup_key'];
    await enqueue({ routing_key: pager.key, event_action: 'resolve', dedup_key: key });
    expect(await alertOf(key)).toMatchObject([{ status: 'resolved' }]);
    expect(await alertOf(two.body['dedup_key'])).toMatchObject([{ status: 'firing' }]);
  });

  it('takes and drops an acknowledge or a resolve of what it does not know', async () => {
    const before = await outside.alerts(pager.id);
    for (const event_action of ['acknowledge', 'resolve']) {
      const answer = await enqueue({ routing_key: pager.key, event_action, dedup_key: 'nobody' });
      expect(answer).toMatchObject({ status: 202, body: { status: 'success', dedup_key: 'nobody' } });
      const [kept] = await outside.deliveries(pager.id);
      expect(kept).toMatchObject({ outcome: 'accepted', results: [{ effect: 'noMatch' }] });
    }
    expect(await outside.alerts(pager.id)).toHaveLength(before.length);
  });

  it('keys of one routing key are no keys of another', async () => {
    const other = await outside.integration('pagerduty-events', { name: 'Other' });
    await enqueue(event({ dedup_key: 'shared' }));
    await enqueue({ routing_key: other.key, event_action: 'resolve', dedup_key: 'shared' });
    expect(await alertOf('shared')).toMatchObject([{ status: 'firing' }]);
  });

  it('writes a change down, and tells nobody', async () => {
    const before = await outside.alerts(pager.id);
    const body = { routing_key: pager.key, payload: { summary: 'Release 4.2', source: 'ci' } };
    const answer = await outside.send('POST', '/v2/change/enqueue', body);
    expect(answer).toMatchObject({
      status: 202,
      body: { status: 'success', message: 'Change event processed' },
    });
    const [kept] = await outside.deliveries(pager.id);
    expect(kept).toMatchObject({
      outcome: 'accepted',
      reading: { signals: [{ action: 'change', title: 'Release 4.2' }] },
      results: [{ action: 'change', effect: 'recorded' }],
    });
    expect(await outside.alerts(pager.id)).toHaveLength(before.length);
  });

  it('speaks the first version of the API too', async () => {
    const send = (more: object) =>
      outside.send('POST', CREATE_EVENT, { service_key: pager.key, incident_key: 'v1', ...more });
    const opened = await send({ event_type: 'trigger', description: 'srv01 is down' });
    expect({ status: opened.status, body: opened.body }).toEqual({
      status: 200,
      body: { status: 'success', message: 'Event processed', incident_key: 'v1' },
    });
    expect(await alertOf('v1')).toMatchObject([{ status: 'firing', title: 'srv01 is down' }]);
    expect((await send({ event_type: 'resolve' })).status).toBe(200);
    expect(await alertOf('v1')).toMatchObject([{ status: 'resolved' }]);
    const wrong = await outside.send('POST', CREATE_EVENT, {
      service_key: 'x'.repeat(32),
      event_type: 'trigger',
    });
    expect(wrong).toMatchObject({ status: 400, body: invalid('Invalid service key') });
    expect(await send({ event_type: 'trigger' })).toMatchObject({
      status: 400,
      body: invalid("'description' is missing or blank"),
    });
  });

  it('says what is wrong with an event, keeps it without its key, and wakes somebody', async () => {
    const faulty = await outside.integration('pagerduty-events', { name: 'Faulty' });
    const send = (more: object) => enqueue({ routing_key: faulty.key, ...more });
    expect(await send({})).toMatchObject({
      status: 400,
      body: invalid("'event_action' is missing or blank"),
    });
    expect(await send({ event_action: 'trigger', payload: { severity: 'purple' } })).toMatchObject({
      status: 400,
      body: invalid(
        "'payload.summary' is missing or blank",
        "'payload.source' is missing or blank",
        expect.stringMatching(/^'payload.severity' is invalid/),
      ),
    });
    const [kept] = await outside.deliveries(faulty.id);
    expect(kept).toMatchObject({ outcome: 'unreadable', path: '/v2/enqueue' });
    expect(kept?.['body']).toContain(`"routing_key":"${'*'.repeat(32)}"`);
    expect(JSON.stringify(kept)).not.toContain(faulty.key);
    expect(await outside.alerts(faulty.id)).toMatchObject([
      { kind: 'monitoring-fault', status: 'firing', count: 2, routes: [{ urgency: 'ring' }] },
    ]);
  });

  it('refuses a wrong key as the original does, keeps nothing, and counts it', async () => {
    const before = await outside.counted('pagerduty-events', 'bad-key');
    for (const routing_key of ['R'.repeat(32), 'short', pager.key.toUpperCase()])
      expect(await enqueue(event({ routing_key }))).toMatchObject({
        status: 400,
        body: invalid('Invalid routing key'),
      });
    // The key of another source is no routing key, also when it was used at its own address a moment ago.
    const grafana = await outside.integration('grafana');
    expect((await outside.send('POST', `/webhooks/grafana/${grafana.key}`, { alerts: [] })).status).toBe(200);
    expect((await enqueue(event({ routing_key: grafana.key }))).status).toBe(400);
    expect(await enqueue(event({ routing_key: undefined }))).toMatchObject({
      status: 400,
      body: invalid("'routing_key' is missing or blank"),
    });
    for (const body of ['{"routing_key"', '[]', 'text'])
      expect(await enqueue(body)).toMatchObject({
        status: 400,
        body: invalid('the event is no JSON object'),
      });
    expect(await outside.counted('pagerduty-events', 'bad-key')).toBe(before + 8);
    expect(await outside.deliveries(grafana.id)).toHaveLength(1);
  });

  it('keeps what is no JSON where it can see whose it is', async () => {
    const answer = await enqueue(`{"routing_key": "${pager.key}", "event_action": "trigger", `);
    expect(answer).toMatchObject({ status: 400, body: invalid('the event is no JSON object') });
    const [kept] = await outside.deliveries(pager.id);
    expect(kept).toMatchObject({ outcome: 'not-json' });
    expect(JSON.stringify(kept)).not.toContain(pager.key);
  });

  it('takes 512 KB and not a byte more; of more it keeps the beginning, if it can see whose it is', async () => {
    const limit = 512 * 1024;
    const filled = (more: object, size: number): string => {
      const bare = JSON.stringify(event({ ...more, client: '' })).length;
      return JSON.stringify(event({ ...more, client: 'x'.repeat(size - bare) }));
    };
    const fits = filled({ dedup_key: 'fits' }, limit);
    expect([fits.length, (await enqueue(fits)).status]).toEqual([limit, 202]);
    const above = await enqueue(filled({ dedup_key: 'above' }, limit + 1));
    expect(above).toMatchObject({ status: 413, body: invalid('the event is larger than 512 KB') });
    const [kept] = await outside.deliveries(pager.id);
    expect(kept).toMatchObject({ outcome: 'too-large', bodyBytes: limit + 1 });
    expect(kept?.['body']).toHaveLength(64 * 1024);
    expect(JSON.stringify(kept)).not.toContain(pager.key);
    expect(await outside.alerts(pager.id)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'monitoring-fault',
          description: expect.stringContaining('at most 512 KiB'),
        }),
      ]),
    );
    expect(await alertOf('above')).toEqual([]);
    // Its key would come after the end of what is read.
    const count = (await outside.deliveries(pager.id)).length;
    const nobodys = JSON.stringify({ client: 'x'.repeat(limit), ...event() });
    expect((await enqueue(nobodys)).status).toBe(413);
    expect(await outside.deliveries(pager.id)).toHaveLength(count);
  });

  it('answers 503 while the database is away and nothing can be remembered', async () => {
    await enqueue(event({ dedup_key: 'before' }));
    const generic = await outside.integration('generic');
    expect((await outside.send('POST', `/webhooks/generic/${generic.key}`, {})).status).toBe(200);
    line.refuse();
    try {
      // Nobody can be told from a stranger by what is remembered: the key of another source is looked for as long.
      for (const routing_key of [pager.key, 'R'.repeat(32), generic.key]) {
        const answer = await enqueue(event({ routing_key, dedup_key: 'away' }));
        expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
      }
    } finally {
      line.comeBack();
    }
  });

  describe('a key of its own former system', () => {
    const OLD = 'R0ABCDEFGHIJKLMNOPQRSTUVWXYZ0123';

    it('is set by an administrator, works beside the present one for a day, and is told to nobody', async () => {
      const moved = await outside.integration('pagerduty-events', { name: 'Moved' });
      expect((await outside.setKey(moved.id, OLD)).status).toBe(200);
      for (const routing_key of [OLD, moved.key])
        expect((await enqueue(event({ routing_key, dedup_key: routing_key.slice(0, 4) }))).status).toBe(202);
      const { house, admin } = outside.world;
      const audit = await house.query<{ row: string }>(
        `select audit_log::text as row from audit_log where action = 'integration.key-set'`,
      );
      expect(audit).toHaveLength(1);
      expect(audit[0]?.row).not.toContain(OLD);
      expect(audit[0]?.row).toContain(`…${OLD.slice(-4)}`);
      const setup = await house.ok('POST', `/integrations/${moved.id}/setup`, {}, admin.token);
      expect(setup['key']).toBe(OLD);
    });

    it('belongs to one integration only, also when two ask for it at once, and is free after a removal', async () => {
      const names = ['First', 'Second', 'Third'];
      const [first, second, third] = await Promise.all(
        names.map((name) => outside.integration('pagerduty-events', { name })),
      );
      const key = 'e93facc04764012d7bfb002500d5d1a6';
      const both = await Promise.all([first, second].map((one) => outside.setKey(one?.id ?? '', key)));
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(both.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'KEY_IN_USE' });
      const holder = both[0]?.status === 200 ? first : second;
      // A key that was replaced still works for a day, and is nobody else's as long.
      expect((await outside.setKey(third?.id ?? '', holder?.key ?? '')).status).toBe(409);
      // Back to the one before.
      expect((await outside.setKey(holder?.id ?? '', holder?.key ?? '')).status).toBe(200);
      expect((await outside.setKey(holder?.id ?? '', key)).status).toBe(200);
      const { house, admin } = outside.world;
      await house.ok('DELETE', `/integrations/${holder?.id}`, undefined, admin.token);
      expect((await outside.setKey(third?.id ?? '', key)).status).toBe(200);
      expect((await enqueue(event({ routing_key: key, dedup_key: 'third' }))).status).toBe(202);
      expect(await outside.alerts(third?.id ?? '')).toMatchObject([{ dedupKey: 'third' }]);
    });

    it('is refused where it is short, could be guessed, or has what no address can have', async () => {
      for (const key of [
        'short',
        'a'.repeat(32),
        'with a space in the middle',
        '…'.repeat(20),
        'x/y'.repeat(9),
      ])
        expect([key, (await outside.setKey(pager.id, key)).status]).toEqual([key, 422]);
      const { house, people, admin } = outside.world;
      for (const person of [people.A, await makePerson(house, admin, 'Stranger')])
        expect((await outside.setKey(pager.id, 'R123456789ABCDEF', person.token)).status).toBe(403);
    });
  });
});

describe('events of PagerDuty when too many come, or nothing can be stored', () => {
  const folder = mkdtempSync(join(tmpdir(), 'barry-events-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it(
    'are answered 429 above ten times the rate, and 202 from the disk, with the key that the alert will have',
    async () => {
      const config = join(folder, 'limits.yaml');
      const spool = join(folder, 'spool');
      const house_ = readFileSync(join(import.meta.dirname, '../harness/house.yaml'), 'utf8');
      writeFileSync(config, `${house_}intake: { signalsPerMinute: 6, burst: 3, spoolDir: '${spool}' }\n`);
      const line = await DatabaseLine.toCluster();
      const outside = new Outside(
        await makeWorld({ phones: false, line, environment: { BARRY_CONFIG: config } }),
      );
      try {
        const pager = await outside.integration('pagerduty-events');
        const event = (more: object = {}) => ({
          routing_key: pager.key,
          event_action: 'trigger',
          payload: { summary: 'It is down', source: 'mx-1', severity: 'critical' },
          ...more,
        });
        const enqueue = (body: unknown) => outside.send('POST', '/v2/enqueue', body);
        expect((await enqueue(event({ dedup_key: 'known' }))).status).toBe(202);
        line.refuse();
        const answer = await enqueue(event());
        expect(answer.status).toBe(202);
        const key = String(answer.body['dedup_key']);
        expect(key).toMatch(UUID);
        line.comeBack();
        for (let tries = 0; readdirSync(spool).length > 0 && tries < 100; tries += 1)
          await new Promise((resolve) => setTimeout(resolve, 100));
        expect(await outside.alerts(pager.id)).toMatchObject([{ dedupKey: key }, { dedupKey: 'known' }]);
        const [kept] = await outside.deliveries(pager.id);
        expect(JSON.stringify(kept)).not.toContain(pager.key);

        const statuses = [];
        for (let i = 0; i < 40; i += 1)
          statuses.push((await enqueue(event({ dedup_key: `wild-${i}` }))).status);
        expect(new Set(statuses.slice(0, 20))).toEqual(new Set([202]));
        expect(statuses.at(-1)).toBe(429);
        const refused = await enqueue(event());
        expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
      } finally {
        line.comeBack();
        await outside.world.house.stop();
        line.close();
      }
    },
    HOUSE_MS,
  );
});
