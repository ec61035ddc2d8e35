import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { PartitionsEngine } from '../../src/modules/webhooks/index.js';
import { BITE, Forgetting, statementOf } from '../../src/platform/database/forgetting.js';
import { House } from '../harness/house.js';
import { firstAdmin, grafanaAlert, makeTeam, PASSWORD, type Person } from '../harness/world.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('what has served its time', () => {
  let house: House;
  let admin: Person;

  beforeAll(async () => {
    house = await House.start();
    admin = await firstAdmin(house);
  });
  afterAll(() => house.stop());

  const ago = (ms: number): Date => new Date(house.clock.nowMs() - ms);
  const forget = async (): Promise<void> => {
    while ((await house.get(Forgetting).tick()) > 0);
  };
  const count = async (table: string): Promise<number> => {
    const [row] = await house.query<{ n: number }>(`select count(*)::int as n from ${table}`);
    return row?.n ?? -1;
  };
  const userId = async (): Promise<string> => {
    const given = { name: 'Somebody', email: `${randomUUID()}@example.org` };
    return (await house.ok('POST', '/users', given, admin.token))['userId'];
  };

  /** One row of a given age, however it came to be; what it is called. */
  const rows: Readonly<
    Record<string, { keptMs: number; put: (name: string, at: Date) => Promise<unknown>; names: string }>
  > = {
    'Idempotency-Keys, after a day': {
      keptMs: DAY,
      put: (name, at) =>
        house.query(`insert into idempotency_keys values ('them', $1, 'X', 'y', null, $2)`, [name, at]),
      names: `select key as name from idempotency_keys where who = 'them'`,
    },
    'message ids of senders, after two days': {
      keptMs: 2 * DAY,
      put: (name, at) =>
        house.query(`insert into delivery_keys (integration_id, key, created_at) values ($1, $2, $3)`, [
          randomUUID(),
          name,
          at,
        ]),
      names: `select key as name from delivery_keys`,
    },
    'sent messages, after thirty days': {
      keptMs: 30 * DAY,
      put: (name, at) => putMessage(name, at, at),
      names: `select key as name from outbox`,
    },
    'sessions, thirty days after they ended': {
      keptMs: 30 * DAY,
      put: async (name, at) => putSession(name, at, ago(-DAY)),
      names: `select agent as name from sessions where agent in ('old', 'young')`,
    },
    'sessions, thirty days after they expired': {
      keptMs: 30 * DAY,
      put: async (name, at) => putSession(name, null, at),
      names: `select agent as name from sessions where agent in ('old', 'young')`,
    },
    'one-time links, thirty days after they expired': {
      keptMs: 30 * DAY,
      put: async (name, at) =>
        house.query(
          `insert into password_links (user_id, token_hash, made_at, expires_at) values ($1, $2, $3, $3)`,
          [await userId(), Buffer.from(name), at],
        ),
      names: `select convert_from(token_hash, 'utf8') as name from password_links`,
    },
    'deliveries that no month has taken, after ninety days': {
      keptMs: 90 * DAY,
      put: (name, at) => putDelivery(name, at),
      names: `select path as name from deliveries_default`,
    },
  };
  const putMessage = (name: string, at: Date, doneAt: Date | null) =>
    house.query(
      `insert into outbox (id, key, kind, lane, state, instance, target, message, user_id, not_before, expires_at,
         created_at, done_at)
       values ($1, $2, 'inform', 3, $3, 'gone', '{}', '{}', $1, $4, $4, $4, $5)`,
      [randomUUID(), name, doneAt ? 'done' : 'held', at, doneAt],
    );
  const putSession = async (name: string, endedAt: Date | null, expiresAt: Date) =>
    house.query(
      `insert into sessions (id, user_id, token_hash, address, agent, created_at, last_used_at, expires_at, ended_at)
       values ($1, $2, $3, '', $4, $5, $5, $5, $6)`,
      [randomUUID(), admin.userId, Buffer.from(randomUUID()), name, expiresAt, endedAt],
    );
  const putDelivery = (name: string, at: Date) =>
    house.query(
      `insert into deliveries (id, integration_id, received_at, method, path, address, headers, content_type, body,
         body_bytes, outcome, issues, results)
       values ($1, $1, $2, 'POST', $3, '', '{}', '', '', 0, 'accepted', '[]', '[]')`,
      [randomUUID(), at, name],
    );

  it.each(Object.keys(rows))('goes: %s; what is younger stays', async (what) => {
    const { keptMs, put, names } = rows[what] ?? { keptMs: 0, put: () => Promise.resolve(), names: '' };
    await put('old', ago(keptMs + 1));
    await put('young', ago(keptMs));
    await forget();
    expect(await house.query(names)).toEqual([{ name: 'young' }]);
    await house.query(
      names.replace(/^select .* as name from (\w+)(.*)$/, (_, table: string, where: string) => {
        return `delete from ${table}${where}`;
      }),
    );
  });

  it('is not what still waits to be sent, however old', async () => {
    await putMessage('waits', ago(400 * DAY), null);
    await forget();
    expect(await house.query(`select key from outbox`)).toEqual([{ key: 'waits' }]);
  });

  it('is no session in use', async () => {
    await forget();
    expect((await house.rest('GET', '/me', undefined, admin.token)).status).toBe(200);
  });

  it('goes in bites, and however much there is, all of it goes', async () => {
    await house.query(
      `insert into idempotency_keys select 'crowd', i::text, 'X', 'y', null, $1 from generate_series(1, 2500) i`,
      [ago(2 * DAY)],
    );
    expect(await house.get(Forgetting).tick()).toBe(BITE);
    expect(await count('idempotency_keys')).toBe(2_500 - BITE);
    await forget();
    expect(await count('idempotency_keys')).toBe(0);
  });

  it('is found by an index in every table', async () => {
    const client = new pg.Client(house.databaseUrl);
    await client.connect();
    // Small tables are read as a whole all the same, unless that is as good as forbidden.
    await client.query('set enable_seqscan = off; set enable_sort = off');
    const { perishables } = house.get(Forgetting);
    expect(perishables.length).toBeGreaterThanOrEqual(6);
    for (const perishable of perishables) {
      const explained = await client.query<Record<'QUERY PLAN', string>>(
        `explain ${statementOf(perishable).replaceAll('$1', `'2026-01-01T00:00:00Z'`)}`,
      );
      const plan = explained.rows.map((row) => row['QUERY PLAN']).join('\n');
      expect([perishable.table, /Index (Only )?Scan/.test(plan)]).toEqual([perishable.table, true]);
      expect([perishable.table, /Seq Scan|Sort/.exec(plan)?.[0]]).toEqual([perishable.table, undefined]);
    }
    await client.end();
  });
});

describe('deliveries', () => {
  let house: House;
  beforeEach(async () => {
    house = await House.start();
  });
  afterEach(() => house.stop());

  it('go with their month after ninety days, and alerts that are still open go on without them', async () => {
    const admin = await firstAdmin(house);
    const teamId = await makeTeam(house, admin, 'mail', []);
    const signIn = async (): Promise<string> =>
      (await house.ok('POST', '/sign-in', { email: admin.email, password: PASSWORD }))['token'];
    const made = { teamId, name: 'Grafana', source: 'grafana', mode: 'shadow' };
    const { integrationId } = await house.ok('POST', '/integrations', made, admin.token);
    const { url } = await house.ok('POST', `/integrations/${integrationId}/setup`, {}, admin.token);
    const send = (status: 'firing' | 'resolved') =>
      house.ok('POST', new URL(url).pathname, grafanaAlert('Queue', { status }));
    const months = async (): Promise<string[]> =>
      (
        await house.query<{ name: string }>(
          `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'deliveries'::regclass
           order by 1`,
        )
      ).map(({ name }) => name);
    const passes = async (ms: number): Promise<string> => {
      house.clock.moveTo(ms);
      await house.get(PartitionsEngine).tick();
      while ((await house.get(Forgetting).tick()) > 0);
      return signIn();
    };

    await house.get(PartitionsEngine).tick();
    const began = house.clock.now();
    const month = `deliveries_${began.toISOString().slice(0, 7).replace('-', '_')}`;
    await send('firing');
    const { alerts } = await house.ok('GET', '/alerts', undefined, admin.token);
    const { alertId, deliveryIds } = alerts[0];
    const path = `/deliveries/${deliveryIds[0]}`;
    expect(await months()).toContain(month);

    const end = Date.UTC(began.getUTCFullYear(), began.getUTCMonth() + 1, 1);
    let token = await passes(end + 90 * DAY - 1);
    expect(await months()).toContain(month);
    expect((await house.rest('GET', path, undefined, token)).status).toBe(200);

    token = await passes(end + 90 * DAY + HOUR);
    expect(await months()).not.toContain(month);
    expect(await months()).toContain('deliveries_default');
    expect(await house.rest('GET', path, undefined, token)).toMatchObject({
      status: 404,
      body: { code: 'DELIVERY_UNKNOWN' },
    });
    const list = `/integrations/${integrationId}/deliveries`;
    expect((await house.ok('GET', list, undefined, token))['deliveries']).toEqual([]);

    const read = () => house.ok('GET', `/alerts/${alertId}`, undefined, token);
    expect(await read()).toMatchObject({ status: 'firing', deliveryIds, count: 1 });
    await send('firing');
    expect(await read()).toMatchObject({ status: 'firing', count: 2 });
    await send('resolved');
    expect(await read()).toMatchObject({ status: 'resolved' });
    const later = (await house.ok('GET', list, undefined, token))['deliveries'];
    expect(later).toHaveLength(2);
  });

  it('go the next time when their month is being read just then, and new ones do not wait for it', async () => {
    const admin = await firstAdmin(house);
    const teamId = await makeTeam(house, admin, 'mail', []);
    const made = { teamId, name: 'Grafana', source: 'grafana', mode: 'shadow' };
    const { integrationId } = await house.ok('POST', '/integrations', made, admin.token);
    const { url } = await house.ok('POST', `/integrations/${integrationId}/setup`, {}, admin.token);
    await house.query(
      `create table deliveries_2020_01 partition of deliveries for values from ('2020-01-01') to ('2020-02-01')`,
    );
    const isThere = async (): Promise<boolean> =>
      (await house.query(`select 1 from pg_class where relname = 'deliveries_2020_01'`)).length > 0;
    const reader = new pg.Client(house.databaseUrl);
    await reader.connect();
    await reader.query('begin; select count(*) from deliveries');
    house.clock.moveTo(house.clock.nowMs() + 2 * HOUR);
    let isOver = false;
    const looked = house
      .get(PartitionsEngine)
      .tick()
      .finally(() => (isOver = true));
    const isWaiting = async (): Promise<boolean> =>
      (await house.query(`select 1 from pg_locks where mode = 'AccessExclusiveLock' and not granted`))
        .length > 0;
    while (!isOver && !(await isWaiting()));
    // In the queue behind the drop; the intake's own patience ends after a second.
    await house.ok('POST', new URL(url).pathname, grafanaAlert('Queue'));
    await looked;
    expect(await isThere()).toBe(true);
    await reader.query('rollback');
    await reader.end();
    house.clock.moveTo(house.clock.nowMs() + 2 * HOUR);
    await house.get(PartitionsEngine).tick();
    expect(await isThere()).toBe(false);
  });
});
