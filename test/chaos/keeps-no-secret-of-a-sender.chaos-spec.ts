import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { grafanaAlert } from '../harness/world.js';
import { BarryProcess, type ChaosDatabase, chaosDatabase, ok } from './barry-process.js';
import { makeOrganisation, type Organisation } from './organisation.js';

/** Each is somewhere else in a request, so that a leak says where it was. */
const SECRETS = {
  bearer: 'bearer-5ecret-0f-a-sender',
  basicUser: 'basic-us3r',
  basicPassword: 'basic-pa55word-0f-a-sender',
  cookie: 'c00kie-of-a-session',
  apiKey: 'ap1-key-of-a-sender',
  signature: 's1gnature-of-a-sender',
  credential: 'amz-cr3dential-of-a-sender',
  session: 'x-sess1on-of-a-sender',
  authHeader: 'x-auth-va1ue-of-a-sender',
  proxy: 'pr0xy-authorization',
  queryToken: 'query-t0ken-of-a-sender',
  querySecret: 'query-s3cret-of-a-sender',
  wrongKey: 'wr0ng-key-that-was-tried-once-and-is-right-elsewhere',
} as const;

describe('what proves a sender is nowhere in clear', () => {
  let database: ChaosDatabase;
  let barry: BarryProcess;
  let organisation: Organisation;

  beforeAll(async () => {
    database = await chaosDatabase();
    barry = await BarryProcess.start(database.url, { BARRY_LOG_LEVEL: 'debug' });
    organisation = await makeOrganisation(barry.origin, barry.adminToken, 1, { ringSeconds: 30 });
  }, 90_000);
  afterAll(async () => {
    await barry?.stop();
    await database?.close();
  });

  const post = async (path: string, body: string, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await fetch(barry.origin + path, {
      method: 'POST',
      body,
      headers: { connection: 'close', ...headers },
    });
    await answer.arrayBuffer();
    return answer.status;
  };

  it('neither in any column of the database nor in any line of the log', async () => {
    const basic = Buffer.from(`${SECRETS.basicUser}:${SECRETS.basicPassword}`).toString('base64');
    const headers: Readonly<Record<string, string>> = {
      'content-type': 'application/json',
      cookie: `sid=${SECRETS.cookie}`,
      'x-api-key': SECRETS.apiKey,
      'x-hub-signature-256': `sha256=${SECRETS.signature}`,
      'x-amz-credential': SECRETS.credential,
      'x-session-id': SECRETS.session,
      'x-auth': SECRETS.authHeader,
      'proxy-authorization': SECRETS.proxy,
    };
    const query = `?token=${SECRETS.queryToken}&client_secret=${SECRETS.querySecret}`;
    const body = JSON.stringify(grafanaAlert('Proved'));
    const bodies = [body, '{"not":"grafana"}', 'no json', 'x'.repeat(1024 * 1024 + 1)];
    for (const authorization of [`Bearer ${SECRETS.bearer}`, `Basic ${basic}`])
      for (const sent of bodies)
        await post(`${organisation.hook}${query}`, sent, { ...headers, authorization });
    for (const path of [`/webhooks/grafana/${SECRETS.wrongKey}`, `/webhooks/nobody/${SECRETS.wrongKey}`])
      expect(await post(`${path}${query}`, body, headers)).toBe(404);

    const key = organisation.hook.split('/').at(-1) ?? '';
    const wanted = { ...SECRETS, key, basic };
    const everything = await stored(database);
    // The search itself finds what is there.
    expect(everything).toContain('Proved');
    const { log } = barry;
    expect(log).toContain('"context"');
    for (const [where, secret] of Object.entries(wanted)) {
      expect([where, everything.includes(secret)]).toEqual([where, false]);
      expect([where, log.includes(secret)]).toEqual([where, false]);
    }
  });

  it('and a key that the sender puts into its body is cut there too', async () => {
    const { adminToken, teamId } = organisation;
    const given = { teamId, name: 'PagerDuty', source: 'pagerduty-events' };
    const { integrationId } = await ok(barry.origin, 'POST', '/integrations', given, adminToken);
    const { key } = await ok(barry.origin, 'POST', `/integrations/${integrationId}/setup`, {}, adminToken);
    const payload = { summary: 'Keyed', source: 'db-1', severity: 'critical' };
    const event = { routing_key: key, event_action: 'trigger', payload };
    expect(await post('/v2/enqueue', JSON.stringify(event))).toBe(202);
    const everything = await stored(database);
    expect(everything).toContain('Keyed');
    expect(everything).not.toContain(String(key));
    expect(barry.log).not.toContain(String(key));
  });
});

/** Every value of every row, as text; what is kept as bytes is read as text too. */
async function stored(database: ChaosDatabase): Promise<string> {
  const columns = await database.query<{ table: string; column: string; type: string }>(
    `select c.table_name as table, c.column_name as column, c.data_type as type
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
       and c.data_type in ('text', 'jsonb', 'json', 'bytea', 'character varying', 'ARRAY')`,
  );
  const texts: string[] = [];
  for (const { table, column, type } of columns) {
    const value = type === 'bytea' ? `encode("${column}", 'escape')` : `"${column}"::text`;
    const rows = await database.query<{ value: string | null }>(`select ${value} as value from "${table}"`);
    texts.push(...rows.map((row) => row.value ?? ''));
  }
  expect(columns.length).toBeGreaterThan(100);
  return texts.join('\n');
}
