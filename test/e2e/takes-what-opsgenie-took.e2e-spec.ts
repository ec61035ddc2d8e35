import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DatabaseLine } from '../harness/database-line.js';
import { type MadeIntegration, Outside } from '../harness/outside.js';
import { makeTeam, makeWorld } from '../harness/world.js';

/** A house is started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const OLD_KEY = 'eb243592-faa2-4ba2-a551-1afdf565c889';
const told = { took: expect.any(Number), requestId: expect.stringMatching(UUID) };

describe('the Alert API of Opsgenie', () => {
  let line: DatabaseLine;
  let outside: Outside;
  let genie: MadeIntegration;

  beforeAll(async () => {
    line = await DatabaseLine.toCluster();
    outside = new Outside(await makeWorld({ phones: false, line }));
    genie = await outside.integration('opsgenie-alerts');
  }, HOUSE_MS);
  afterAll(async () => {
    await outside.world.house.stop();
    line.close();
  });

  const as = (key: string) => ({ authorization: `GenieKey ${key}` });
  const send = (method: string, path: string, body?: unknown, headers: object = as(genie.key)) =>
    outside.send(method, path, body, { ...headers });
  const create = (more: object = {}) => send('POST', '/v2/alerts', { message: 'Queue grows', ...more });
  const onAlias = (alias: string, does: string, body: object = {}) =>
    send('POST', `/v2/alerts/${alias}/${does}?identifierType=alias`, body);
  const became = async ({ body }: Awaited<ReturnType<typeof send>>) =>
    (await send('GET', `/v2/alerts/requests/${body['requestId']}`)).body['data'];
  const alertOf = async (alias: string) =>
    (await outside.alerts(genie.id)).find(({ dedupKey }) => dedupKey === alias);
  const notesOf = (alertId: string) =>
    outside.world.house.query<{ note: string; actor: string | null }>(
      `select params ->> 'note' as note, actor_name as actor from event_log
       where kind = 'alert.noted' and alert_id = $1 order by position, id`,
      [alertId],
    );

  it('is set up with a command that has the key where the sender has it', () => {
    expect(genie.curl).toContain(`-H 'authorization: GenieKey ${genie.key}'`);
    expect(genie.curl).toContain('/v2/alerts');
    expect(genie.instructions).toContain(genie.key);
  });

  it('answers each write with a request, and the request with what became of it', async () => {
    const created = await create({
      alias: 'life',
      priority: 'P1',
      entity: 'mail',
      tags: ['env:prod', 'Critical'],
    });
    expect({ status: created.status, body: created.body }).toEqual({
      status: 202,
      body: { result: 'Request will be processed', ...told },
    });
    const asked = await send('GET', `/v2/alerts/requests/${created.body['requestId']}/`);
    const alert = await alertOf('life');
    expect({ status: asked.status, body: asked.body }).toEqual({
      status: 200,
      body: {
        data: {
          success: true,
          isSuccess: true,
          action: 'Create',
          status: 'Created alert',
          processedAt: outside.world.house.clock.now().toISOString(),
          integrationId: genie.id,
          alertId: alert?.['alertId'],
          alias: 'life',
        },
        ...told,
      },
    });
    expect(alert).toMatchObject({
      status: 'firing',
      severity: 'critical',
      service: 'mail',
      labels: { env: 'prod', Critical: '' },
      routes: [{ urgency: 'ring' }],
    });
    expect(await became(await onAlias('life', 'close', { user: 'bot', note: 'over' }))).toMatchObject({
      success: true,
      action: 'Close',
      alertId: alert?.['alertId'],
    });
    expect(await alertOf('life')).toMatchObject({ status: 'resolved' });
    expect(await notesOf(alert?.['alertId'])).toEqual([{ note: 'over', actor: 'bot' }]);
  });

  it('finds its alert by alias, by id and by number, and shows it to its sender', async () => {
    const { requestId } = (await create({ alias: 'three/names', description: 'd', priority: 'P2' })).body;
    const { alertId } = await became({ body: { requestId } } as never);
    const byId = await send('GET', `/v2/alerts/${alertId}`);
    expect({ status: byId.status, body: byId.body }).toMatchObject({
      status: 200,
      body: {
        data: {
          id: alertId,
          tinyId: expect.stringMatching(/^\d+$/),
          alias: 'three/names',
          message: 'Queue grows',
          description: 'd',
          status: 'open',
          acknowledged: false,
          snoozed: false,
          priority: 'P2',
          count: 1,
        },
        ...told,
      },
    });
    const { tinyId } = byId.body['data'];
    for (const path of [
      `${tinyId}?identifierType=tiny`,
      'three%2Fnames?identifierType=alias',
      'three/names/?identifierType=alias',
    ])
      expect((await send('GET', `/v2/alerts/${path}`)).body['data']).toMatchObject({ id: alertId });
    await send('POST', `/v2/alerts/${tinyId}/acknowledge?identifierType=tiny`, { user: 'aoi@example.org' });
    expect(await alertOf('three/names')).toMatchObject({ acknowledgedBy: 'aoi@example.org' });
    await send('POST', `/v2/alerts/${alertId}/unacknowledge`, {});
    expect(await alertOf('three/names')).not.toHaveProperty('acknowledgedBy');
    await send('POST', `/v2/alerts/${String(alertId).toUpperCase()}/close?identifierType=id`, {});
    expect((await send('GET', `/v2/alerts/${alertId}`)).body['data']).toMatchObject({ status: 'closed' });
    for (const nobody of [
      '0?identifierType=tiny',
      '99999999999999999999?identifierType=tiny',
      'x',
      'x?identifierType=alias',
    ])
      expect(await send('GET', `/v2/alerts/${nobody}`)).toMatchObject({
        status: 404,
        body: { message: 'Alert not found', ...told },
      });
  });

  it('takes every other write of an alert', async () => {
    await create({ alias: 'writes', tags: ['first'], details: { region: 'tokyo' } });
    const does = async (name: string, body: object) => {
      const answer = await onAlias('writes', name, body);
      expect([name, answer.status, (await became(answer)).success]).toEqual([name, 202, true]);
    };
    await does('notes', { note: 'looked at it', user: 'ben' });
    await does('snooze', { endTime: '2100-01-01T00:00:00Z' });
    await does('escalate', { escalation: { name: 'second level' } });
    await does('assign', { owner: { username: 'aoi@example.org' } });
    await does('tags', { tags: ['flapping', 'env:prod'] });
    await does('details', { details: { rack: 'b7' } });
    const alert = await alertOf('writes');
    expect(alert).toMatchObject({
      status: 'firing',
      suppressed: 'snoozed',
      labels: { first: '', flapping: '', env: 'prod', rack: 'b7', region: 'tokyo', owner: 'aoi@example.org' },
    });
    expect((await notesOf(alert?.['alertId'])).map(({ note }) => note)).toEqual([
      'looked at it',
      'Escalated to second level',
      'Assigned to aoi@example.org',
    ]);
    const remove = (path: string) => send('DELETE', `/v2/alerts/writes${path}`);
    expect((await remove('/tags?identifierType=alias&tags=first,env:prod')).status).toBe(202);
    expect((await remove('/details?identifierType=alias&keys=region')).status).toBe(202);
    expect((await alertOf('writes'))?.['labels']).toEqual({
      flapping: '',
      rack: 'b7',
      owner: 'aoi@example.org',
    });
    const shown = await send('GET', '/v2/alerts/writes?identifierType=alias');
    expect(shown.body['data']).toMatchObject({
      snoozed: true,
      owner: 'aoi@example.org',
      tags: expect.arrayContaining(['flapping', 'rack:b7']),
    });
    const put = (what: string, body: object) =>
      send('PUT', `/v2/alerts/writes/${what}?identifierType=alias`, body);
    await put('message', { message: 'Two queues grow' });
    await put('priority', { priority: 'P1' });
    expect(await alertOf('writes')).toMatchObject({ title: 'Two queues grow', severity: 'critical' });
    expect((await remove('?identifierType=alias&user=ben')).status).toBe(202);
    expect(await alertOf('writes')).toMatchObject({ status: 'resolved' });
  });

  it('makes an alert of each message without an alias, and tells its alias', async () => {
    const answers = [await create(), await create()];
    const aliases = (await Promise.all(answers.map(became))).map(({ alias }) => String(alias));
    expect(new Set(aliases).size).toBe(2);
    await onAlias(aliases[0] ?? '', 'close');
    expect([
      (await alertOf(aliases[0] ?? ''))?.['status'],
      (await alertOf(aliases[1] ?? ''))?.['status'],
    ]).toEqual(['resolved', 'firing']);
  });

  it('takes a follow-up of nothing, and says so when it is asked', async () => {
    const byAlias = await onAlias('never seen', 'close');
    expect(byAlias.status).toBe(202);
    expect(await became(byAlias)).toMatchObject({
      success: false,
      isSuccess: false,
      status: 'There is no open alert with alias [never seen]',
    });
    for (const id of ['70413a06-38d6-4c85-92b8-5ebc900d42e2', 'nonsense']) {
      const byId = await send('POST', `/v2/alerts/${id}/notes`, { note: 'n' });
      expect([byId.status, (await became(byId)).success]).toEqual([202, false]);
    }
    expect(await alertOf('never seen')).toBeUndefined();
  });

  it('knows no request that nobody made, nor those and the alerts of another integration', async () => {
    const other = await outside.integration('opsgenie-alerts', { name: 'Other' });
    const { requestId } = (await create({ alias: 'mine' })).body;
    const { alertId } = await became({ body: { requestId } } as never);
    for (const [path, headers] of [
      [`requests/${requestId}`, as(other.key)],
      ['requests/70413a06-38d6-4c85-92b8-5ebc900d42e2', as(genie.key)],
      ['requests/nonsense', as(genie.key)],
    ] as const)
      expect(await send('GET', `/v2/alerts/${path}`, undefined, headers)).toMatchObject({
        status: 404,
        body: { message: 'Request not found. It might not be processed, yet.', ...told },
      });
    for (const name of [`${alertId}`, 'mine?identifierType=alias'])
      expect((await send('GET', `/v2/alerts/${name}`, undefined, as(other.key))).status).toBe(404);
    await send('POST', `/v2/alerts/${alertId}/close`, {}, as(other.key));
    expect(await alertOf('mine')).toMatchObject({ status: 'firing' });
    expect((await send('GET', '/v2/alerts')).status).toBe(404);
  });

  it('reads a path from the right, whatever slashes an alias has, at both of its homes', async () => {
    const long = 'k'.repeat(2_000);
    for (const [alias, path] of [
      [long, `${long}/close?identifierType=alias`],
      ['http://shop/a b', 'http://shop/a%20b/close/?identifierType=alias'],
      ['mx/1/close', 'mx/1/close/close?identifierType=alias'],
      ['50%', '50%/close?identifierType=alias'],
    ] as const) {
      await send('POST', '/jsm/ops/integration/v2/alerts/', { message: 'm', alias });
      const status = async () => {
        const asked = path.replace(/\/close\/?\?/, '?');
        return (await send('GET', `/v2/alerts/${asked}`)).body['data']?.status;
      };
      expect([alias, await status()]).toEqual([alias, 'open']);
      await send('POST', `/jsm/ops/integration/v2/alerts/${path}`, {});
      expect([alias, await status()]).toEqual([alias, 'closed']);
    }
    const shown = await send('GET', '/jsm/ops/integration/v2/alerts/mx/1/close?identifierType=alias');
    expect(shown.body['data']).toMatchObject({ alias: 'mx/1/close', status: 'closed' });
  });

  it('calls the team that a responder names, where there is one of that name', async () => {
    const { house, admin } = outside.world;
    const teamId = await makeTeam(house, admin, 'network', []);
    await create({
      alias: 'team',
      responders: [
        { type: 'team', name: 'Network' },
        { type: 'user', username: 'x@y.z' },
      ],
    });
    await create({ alias: 'no team', responders: [{ type: 'team', name: 'nobody knows' }] });
    expect((await alertOf('team'))?.['routes']).toMatchObject([{ teamId }]);
    expect(await alertOf('no team')).toMatchObject({
      routes: [{ teamId: outside.world.teamId }],
      labels: { responders: 'team:nobody knows' },
    });
  });

  it('takes pings by every method, and writes them down as signs of life', async () => {
    for (const [method, path] of [
      ['GET', '/v2/heartbeats/nightly%20backup/ping'],
      ['POST', '/v2/heartbeats/nightly%20backup/ping/'],
      ['PUT', '/v2/heartbeats/nightly%20backup/ping'],
      ['PATCH', '/jsm/ops/integration/v2/heartbeats/nightly%20backup/ping'],
    ] as const) {
      const answer = await send(method, path);
      expect({ status: answer.status, body: answer.body }).toEqual({
        status: 202,
        body: { result: 'PONG - Heartbeat received', ...told },
      });
      const [kept] = await outside.deliveries(genie.id);
      expect(kept).toMatchObject({
        method,
        outcome: 'heartbeat',
        reading: { outcome: 'heartbeat', name: 'nightly backup' },
      });
    }
  });

  it('takes a key in the address too, and keeps neither', async () => {
    const answer = await send(
      'POST',
      `/v2/alerts?apiKey=${genie.key}`,
      { message: 'by address', alias: 'q' },
      {},
    );
    expect(answer.status).toBe(202);
    const kept = JSON.stringify(await outside.deliveries(genie.id));
    expect(kept).toContain('by address');
    expect(kept).not.toContain(genie.key);
  });

  it('says what is wrong as the original does, and wakes somebody', async () => {
    const faulty = await outside.integration('opsgenie-alerts', { name: 'Faulty' });
    const wrong = (errors: object) => ({
      status: 422,
      body: { message: 'Request body is not processable. Please check the errors.', errors, ...told },
    });
    const post = (body: unknown) => send('POST', '/v2/alerts', body, as(faulty.key));
    expect(await post({ alias: 'a' })).toMatchObject(wrong({ message: 'Message can not be empty.' }));
    expect(await post('{"message": ')).toMatchObject(wrong({ body: expect.any(String) }));
    expect(await send('POST', '/v2/alerts/a/snooze', {}, as(faulty.key))).toMatchObject(
      wrong({ endTime: 'End time can not be empty.' }),
    );
    expect((await post({ message: 'x'.repeat(1024 * 1024) })).status).toBe(413);
    expect((await outside.deliveries(faulty.id)).map(({ outcome }) => outcome)).toEqual([
      'too-large',
      'unreadable',
      'not-json',
      'unreadable',
    ]);
    expect(await outside.alerts(faulty.id)).toMatchObject([
      { kind: 'monitoring-fault', severity: 'warning' },
      { kind: 'monitoring-fault', severity: 'high', count: 3 },
    ]);
  });

  it('refuses a wrong key with 403 and none with 422, asked or told, keeps nothing, and counts it', async () => {
    const before = await outside.counted('opsgenie-alerts', 'bad-key');
    const refused = { status: 403, body: { message: 'Could not authenticate', ...told } };
    const noKey = { status: 422, body: { message: 'Key format is not valid!', ...told } };
    for (const [method, path] of [
      ['POST', '/v2/alerts'],
      ['POST', '/v2/alerts/a/close'],
      ['GET', '/v2/alerts/a'],
      ['GET', '/v2/alerts/requests/a'],
      ['GET', '/v2/heartbeats/a/ping'],
    ] as const) {
      const body = method === 'POST' ? { message: 'm' } : undefined;
      expect(await send(method, path, body, as(OLD_KEY))).toMatchObject(refused);
      expect(await send(method, path, body, {})).toMatchObject(noKey);
      expect(await send(method, path, body, { authorization: `Bearer ${genie.key}` })).toMatchObject(noKey);
    }
    expect(await outside.counted('opsgenie-alerts', 'bad-key')).toBe(before + 15);
  });

  it('takes over the GenieKey that senders hold', async () => {
    const moved = await outside.integration('opsgenie-alerts', { name: 'Moved' });
    expect((await outside.setKey(moved.id, OLD_KEY)).status).toBe(200);
    await send('POST', '/v2/alerts', { message: 'm', alias: 'moved' }, as(OLD_KEY));
    expect(await outside.alerts(moved.id)).toMatchObject([{ dedupKey: 'moved' }]);
  });

  it('answers 503 to writes and to questions while the database is away', async () => {
    await create({ alias: 'before' });
    line.refuse();
    try {
      for (const answer of [
        await create({ alias: 'away' }),
        await send('GET', '/v2/alerts/before?identifierType=alias'),
      ]) {
        expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
        expect(answer.body).toMatchObject(told);
      }
    } finally {
      line.comeBack();
    }
  });
});
