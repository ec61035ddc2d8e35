import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DatabaseLine } from '../harness/database-line.js';
import type { House, RestAnswer } from '../harness/house.js';
import { grafanaAlert, makePerson, makeWorld, type World } from '../harness/world.js';

type Said = RestAnswer['body'];

/** A house is started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;

describe('what cannot be read, or not be stored', () => {
  let world: World;
  let house: House;
  let line: DatabaseLine;
  const folder = mkdtempSync(join(tmpdir(), 'barry-spool-'));
  const spool = join(folder, 'spool');

  beforeAll(async () => {
    line = await DatabaseLine.toCluster();
    world = await makeWorld({ phones: false, line, environment: { BARRY_SPOOL_DIR: spool } });
    house = world.house;
  }, HOUSE_MS);
  afterAll(async () => {
    await house.stop();
    line.close();
    rmSync(folder, { recursive: true });
  });

  const integration = async (source: string) => {
    const given = { teamId: world.teamId, name: source, source };
    const { integrationId } = await house.ok('POST', '/integrations', given, world.admin.token);
    const setup = await house.ok('POST', `/integrations/${integrationId}/setup`, {}, world.admin.token);
    return { id: integrationId as string, key: setup['key'] as string, path: new URL(setup['url']).pathname };
  };
  const send = (path: string, body: Uint8Array | string, type: string, more: Record<string, string> = {}) =>
    fetch(house.origin + path, {
      method: 'POST',
      headers: { 'content-type': type, ...more },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
  const deliveries = async (id: string, token = world.admin.token): Promise<Said[]> =>
    (await house.ok('GET', `/integrations/${id}/deliveries`, undefined, token))['deliveries'];

  const broughtHome = async (): Promise<void> => {
    for (let tries = 0; readdirSync(spool).length > 0 && tries < 100; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));
  };

  it('keeps the bytes as they came, with the headers but without what proves something', async () => {
    const { id, key, path } = await integration('grafana');
    const bytes = Buffer.from([0x7b, 0xff, 0x00, 0x80, 0x0a]);
    await send(path, bytes, 'application/json', { authorization: 'Basic aHVzaDpodXNo', 'x-own': 'shown' });
    const [kept] = await deliveries(id);
    expect(kept).toMatchObject({
      outcome: 'not-json',
      method: 'POST',
      path: '/webhooks/grafana/…',
      contentType: 'application/json',
      bodyBytes: 5,
      headers: { authorization: '…', 'x-own': 'shown' },
    });
    const [row] = await house.query<{ body: Buffer }>(`select body from deliveries where id = $1`, [
      kept?.['deliveryId'],
    ]);
    expect(row?.body.equals(bytes)).toBe(true);
    expect(JSON.stringify(kept)).not.toContain(key);
    expect(
      await house.ok('GET', `/deliveries/${kept?.['deliveryId']}`, undefined, world.admin.token),
    ).toEqual(kept);
  });

  it('reads the deliveries page by page, newest first', async () => {
    const { id, path } = await integration('generic');
    for (const title of ['one', 'two', 'three'])
      await send(path, JSON.stringify({ title }), 'application/json');
    const first = await house.ok(
      'GET',
      `/integrations/${id}/deliveries?pageSize=2`,
      undefined,
      world.admin.token,
    );
    const rest = `/integrations/${id}/deliveries?pageSize=2&pageToken=${first['nextPageToken']}`;
    const second = await house.ok('GET', rest, undefined, world.admin.token);
    const titles = [...first['deliveries'], ...second['deliveries']].map(
      ({ body }) => JSON.parse(body).title,
    );
    expect(titles).toEqual(['three', 'two', 'one']);
    expect(second).not.toHaveProperty('nextPageToken');
  });

  it('survives whatever is sent, and makes an alert of anything that is not empty', async () => {
    const { path } = await integration('generic');
    const junk = [
      'null',
      '[]',
      '{}',
      '0',
      '"text"',
      'plain words',
      '[[[[[]]]]]',
      '{"title":{"a":[1]}}',
      '{"title":"\\u0000\\ud800"}',
      JSON.stringify({ title: 'x'.repeat(5000), dedup_key: 'y'.repeat(5000), labels: { '': '\u0000' } }),
      JSON.stringify({ title: 'far', starts_at: '9999-12-31T23:59:59Z' }),
    ];
    for (const body of junk)
      for (const type of [
        'application/json',
        'text/plain',
        'multipart/form-data; boundary=x',
        'application/x-www-form-urlencoded',
      ])
        expect([body.slice(0, 20), type, (await send(path, body, type)).status < 500]).toEqual([
          body.slice(0, 20),
          type,
          true,
        ]);
    const alive = await house.rest('POST', world.hook, grafanaAlert('Alive'));
    expect(alive.body['alerts'][0]).toMatchObject({ effect: 'opened' });
  });

  it('shows a whole title that was too long to be shown, and finds a key that was too long to be kept', async () => {
    const { id, path } = await integration('generic');
    const long = {
      title: 'T'.repeat(400),
      dedup_key: 'k'.repeat(2000),
      labels: { everything: 'kept', n: 1 },
    };
    await send(path, JSON.stringify(long), 'application/json');
    await send(path, JSON.stringify({ ...long, status: 'resolved' }), 'application/json');
    const { alerts } = await house.ok('GET', `/alerts?integrationId=${id}`, undefined, world.admin.token);
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({ status: 'resolved', labels: { everything: 'kept', n: '1' } });
    expect(alerts[0].title).toHaveLength(255);
    expect(alerts[0].description).toContain('T'.repeat(400));
    expect(alerts[0].dedupKey).toMatch(/^sha256:/);
  });

  it('shows raw requests to the team of the integration only', async () => {
    const { id, path } = await integration('generic');
    await send(path, '{"title":"x"}', 'application/json');
    const stranger = await makePerson(house, world.admin, 'Stranger');
    expect(
      (await house.rest('GET', `/integrations/${id}/deliveries`, undefined, stranger.token)).status,
    ).toBe(403);
    expect(await deliveries(id, world.people.B.token)).toHaveLength(1);
  });

  it('writes down what senders would not send again while the database is away, and brings it home', async () => {
    const retrying = await integration('alertmanager');
    const grafana = await integration('grafana');
    // Known before the database goes: who has never knocked cannot be told from a stranger then.
    await send(grafana.path, JSON.stringify(grafanaAlert('Before')), 'application/json');
    await send(retrying.path, '{}', 'application/json');
    const url = new URL(house.databaseUrl);
    const name = url.pathname.slice(1);
    url.pathname = '/postgres';
    const admin = new pg.Client(url.href);
    await admin.connect();
    const cut = async (): Promise<void> => {
      await admin.query(`alter database ${name} allow_connections false`);
      await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = $1`, [name]);
    };
    try {
      await cut();
      const kept = await send(grafana.path, JSON.stringify(grafanaAlert('While')), 'application/json');
      expect([kept.status, readdirSync(spool)]).toEqual([200, [expect.stringMatching(/\.delivery$/)]]);
      // Sealed: what monitors say is nobody's who reads the disk.
      expect(readFileSync(join(spool, readdirSync(spool)[0] ?? ''), 'utf8')).not.toContain('While');
      const told = await send(retrying.path, JSON.stringify(grafanaAlert('Told')), 'application/json');
      expect([told.status, told.headers.get('retry-after')]).toEqual([503, '5']);
      const stranger = await send('/webhooks/grafana/nobody', '{}', 'application/json');
      expect(stranger.status).toBe(503);
    } finally {
      await admin.query(`alter database ${name} allow_connections true`);
      await admin.end();
    }
    await broughtHome();
    expect(existsSync(spool) && readdirSync(spool)).toEqual([]);
    const { alerts } = await house.ok('GET', '/alerts?query=While', undefined, world.admin.token);
    expect(alerts).toMatchObject([{ title: 'While is broken', count: 1, routes: [{ urgency: 'ring' }] }]);
  });

  it('tells all that wait at once when the line breaks, and tries none of them alone', async () => {
    const { path } = await integration('grafana');
    await send(path, JSON.stringify(grafanaAlert('Before the cut')), 'application/json');
    const names = Array.from({ length: 60 }, (_, n) => `Cut${n}`);
    // While the first hang on a silent line, the others wait.
    line.vanish();
    try {
      const allHeard = house.heard(names.length);
      const sent = names.map((name) => send(path, JSON.stringify(grafanaAlert(name)), 'application/json'));
      await allHeard;
      const before = line.asked;
      line.refuse();
      const answers = await Promise.all(sent);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(readdirSync(spool)).toHaveLength(60);
      // A batch asks for one line, and the spool now and then; one by one they would be sixty.
      expect(line.asked - before).toBeLessThan(20);
    } finally {
      line.comeBack();
    }
    await broughtHome();
    expect(readdirSync(spool)).toEqual([]);
    const found = await house.query(`select 1 from alerts where title like 'Cut% is broken'`);
    expect(found).toHaveLength(60);
  });

  it('brings home what stands behind a delivery that cannot be brought home, which stays', async () => {
    const [spoilt, well] = [await integration('grafana'), await integration('grafana')];
    for (const { path } of [spoilt, well])
      await send(path, JSON.stringify(grafanaAlert('Known')), 'application/json');
    const [row] = await house.query<{ options_sealed: string }>(
      `select options_sealed from integrations where id = '${spoilt.id}'`,
    );
    const seal = (text: unknown): Promise<unknown> =>
      house.query(`update integrations set options_sealed = '${String(text)}' where id = '${spoilt.id}'`);
    await seal('nobody can open this');
    line.refuse();
    try {
      await send(spoilt.path, JSON.stringify(grafanaAlert('Spoilt')), 'application/json');
      await send(well.path, JSON.stringify(grafanaAlert('Behind')), 'application/json');
      expect(readdirSync(spool)).toHaveLength(2);
    } finally {
      line.comeBack();
    }
    for (let tries = 0; readdirSync(spool).length > 1 && tries < 100; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await house.query(`select 1 from alerts where title = 'Behind is broken'`)).toHaveLength(1);
    await seal(row?.options_sealed);
    await broughtHome();
    expect(await house.query(`select 1 from alerts where title = 'Spoilt is broken'`)).toHaveLength(1);
  });
});
