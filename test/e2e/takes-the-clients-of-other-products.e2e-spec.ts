import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { acknowledge, change, event, resolve, trigger } from '@pagerduty/pdjs';
import opsgenie from 'opsgenie-sdk';
import { lanCertificates } from '../../scripts/lan-certificates.mjs';
import { House } from '../harness/house.js';
import { type MadeIntegration, Outside } from '../harness/outside.js';
import { makeWorld } from '../harness/world.js';

/** Houses are started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;
const SOURCES = join(import.meta.dirname, '../../src/plugins/alert-sources');

let outside: Outside;
beforeAll(async () => {
  outside = new Outside(await makeWorld({ phones: false }));
}, HOUSE_MS);
afterAll(() => outside.world.house.stop());

const alertOf = async (id: string, key: string) =>
  (await outside.alerts(id)).find(({ dedupKey }) => dedupKey === key);

describe('@pagerduty/pdjs, which speaks TLS only', () => {
  const folder = mkdtempSync(join(tmpdir(), 'barry-tls-'));
  let pager: MadeIntegration;
  let secure: House;
  let options: { server: string; agent: Agent };

  beforeAll(async () => {
    const { authority, certificate, key } = await lanCertificates({ dataDir: folder, addresses: [] });
    secure = await House.start({
      joins: outside.world.house,
      environment: { BARRY_TLS_CERT: certificate, BARRY_TLS_KEY: key },
    });
    pager = await outside.integration('pagerduty-events');
    const agent = new Agent({ ca: readFileSync(authority) });
    options = { server: `localhost:${new URL(secure.origin).port}`, agent };
  }, HOUSE_MS);
  afterAll(async () => {
    options.agent.destroy();
    await secure.stop();
    rmSync(folder, { recursive: true });
  });

  const payload = { summary: 'Test Event V2', source: 'test-source', severity: 'error' as const };
  const said = ({ data, response }: { data: unknown; response: { status: number } }) => [
    response.status,
    data,
  ];

  it('triggers, acknowledges, resolves and tells a change', async () => {
    const routing_key = pager.key;
    const dedup_key = 'test_incident_2_88f520';
    const taken = [202, { status: 'success', message: 'Event processed', dedup_key }];
    const follow = { ...options, data: { routing_key, dedup_key } } as never;
    expect(said(await trigger({ ...options, data: { routing_key, dedup_key, payload } } as never))).toEqual(
      taken,
    );
    expect(await alertOf(pager.id, dedup_key)).toMatchObject({
      status: 'firing',
      severity: 'high',
      host: 'test-source',
    });
    expect(said(await acknowledge(follow))).toEqual(taken);
    expect(await alertOf(pager.id, dedup_key)).toMatchObject({ acknowledgedBy: 'pagerduty-events' });
    expect(said(await resolve(follow))).toEqual(taken);
    expect(await alertOf(pager.id, dedup_key)).toMatchObject({ status: 'resolved' });
    const told = await change({
      ...options,
      data: { routing_key, payload: { summary: 'Build 4.2' } },
    } as never);
    expect(said(told)).toEqual([202, { status: 'success', message: 'Change event processed' }]);
    expect(await outside.alerts(pager.id)).toHaveLength(1);
  });

  it('hears why an event was refused', async () => {
    const wrong = await event({
      ...options,
      data: { routing_key: 'x'.repeat(32), event_action: 'trigger', payload },
    } as never);
    expect(said(wrong)).toEqual([
      400,
      { status: 'invalid event', message: 'Event object is invalid', errors: ['Invalid routing key'] },
    ]);
  });
});

describe('opsgenie-sdk', () => {
  let genie: MadeIntegration;
  const by = (identifier: string, identifierType: 'alias' | 'id' | 'tiny' = 'alias') => ({
    identifier,
    identifierType,
  });

  beforeAll(async () => {
    genie = await outside.integration('opsgenie-alerts');
    opsgenie.configure({ host: outside.world.house.origin, api_key: genie.key });
  });

  type Answer = NonNullable<Parameters<Parameters<typeof opsgenie.alertV2.create>[2]>[1]>;
  const asked = (ask: (done: Parameters<typeof opsgenie.alertV2.create>[2]) => void): Promise<Answer> =>
    new Promise((answer, refuse) => {
      ask((error, given) =>
        given ? answer(given) : refuse(new Error(`${error?.httpStatusCode} ${error?.message}`)),
      );
    });
  const became = async ({ requestId }: Answer) =>
    (await asked((done) => opsgenie.alertV2.getRequestStatus(requestId, {}, done))).data;
  const { alertV2 } = opsgenie;

  it('creates an alert, asks what became of it, and does to it all that it can', async () => {
    const alias = 'Life is too short for no alias / or for slashes';
    const message = {
      message: 'An example alert message',
      alias,
      priority: 'P1',
      entity: 'An example entity',
    };
    const created = await asked((done) =>
      alertV2.create({ ...message, tags: ['first', 'second'] }, {}, done),
    );
    expect(created).toMatchObject({ result: 'Request will be processed' });
    const { alertId } = (await became(created)) ?? {};
    expect(await alertOf(genie.id, alias)).toMatchObject({ alertId, status: 'firing', severity: 'critical' });

    const writes = {
      acknowledge: { user: 'aoi@example.org' },
      unacknowledge: {},
      addNote: { note: 'looked at it' },
      snooze: { endTime: '2100-01-01T00:00:00Z' },
      escalateToNext: { escalation: { name: 'second level' } },
      assign: { owner: { username: 'aoi@example.org' } },
      addTeam: { team: { name: 'network' } },
      addTags: { tags: ['env:prod'] },
      addDetails: { details: { rack: 'b7' } },
      removeTags: { tags: 'first' },
      removeDetails: { keys: 'rack' },
      executeAction: { action: 'Restart' },
    } as const;
    for (const [name, data] of Object.entries(writes)) {
      const write = alertV2[name as keyof typeof writes];
      const answer = await asked((done) => write(by(alias), { ...data }, {}, done));
      expect([name, await became(answer)]).toEqual([
        name,
        expect.objectContaining({ success: true, alertId }),
      ]);
    }
    expect((await alertOf(genie.id, alias))?.['labels']).toEqual({
      second: '',
      env: 'prod',
      owner: 'aoi@example.org',
    });
    const shown = await asked((done) => alertV2.get(by(String(alertId), 'id'), {}, done));
    expect(shown.data).toMatchObject({ id: alertId, alias, status: 'open', snoozed: true, priority: 'P1' });
    const closed = await asked((done) =>
      alertV2.close(by(alias), { user: 'Monitoring Script', note: 'over' }, {}, done),
    );
    expect(await became(closed)).toMatchObject({ success: true, action: 'Close' });
    expect(await alertOf(genie.id, alias)).toMatchObject({ status: 'resolved' });
    const again = await asked((done) => alertV2.close(by(alias), {}, {}, done));
    expect(await became(again)).toMatchObject({ success: false });
  });

  it('deletes, pings, and hears of a wrong key', async () => {
    await asked((done) => alertV2.create({ message: 'm', alias: 'to be deleted' }, {}, done));
    await asked((done) => alertV2.delete(by('to be deleted'), {}, done));
    expect(await alertOf(genie.id, 'to be deleted')).toMatchObject({ status: 'resolved' });
    const pong = await asked((done) => opsgenie.heartbeat.ping({ identifier: 'nightly' }, {}, done));
    expect(pong).toMatchObject({ result: 'PONG - Heartbeat received' });
    opsgenie.configure({ host: outside.world.house.origin, api_key: 'eb243592-faa2-4ba2-a551-1afdf565c889' });
    await expect(asked((done) => alertV2.create({ message: 'm' }, {}, done))).rejects.toThrow(
      '403 Could not authenticate',
    );
  });
});

interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What the scripts of Zabbix's own media types sent (Debian 6.0.14, from the recordings); only the key is another. */
describe('the media types of Zabbix', () => {
  const recorded = (source: string, name: string): Recorded =>
    JSON.parse(readFileSync(join(SOURCES, source, 'fixtures', `zabbix-${name}.json`), 'utf8')) as Recorded;

  it('PagerDuty: hears 202 and success, and nothing else will do', async () => {
    const { id, key } = await outside.integration('pagerduty-events', { name: 'Zabbix' });
    const send = async (name: string) => {
      const { method, path, headers, body } = recorded('pagerduty-events', name);
      const answer = await outside.send(method, path, { ...body, routing_key: key }, headers);
      expect([name, answer.status, answer.body['status']]).toEqual([name, 202, 'success']);
      return alertOf(id, '35');
    };
    expect(await send('problem')).toMatchObject({
      status: 'firing',
      severity: 'high',
      title: 'Problem: CPU 使用率が高い: 東京 MX サーバ #1 📈',
    });
    expect(await send('acknowledged')).toMatchObject({ status: 'firing', acknowledgedBy: 'Zabbix' });
    expect(await send('recovery')).toMatchObject({ status: 'resolved' });
    await send('discovery');
    expect(await alertOf(id, '77')).toMatchObject({ status: 'firing', severity: 'info' });
  });

  it('Opsgenie: hears 202, asks once what became of it, and finds the alert', async () => {
    const { id, key } = await outside.integration('opsgenie-alerts', { name: 'Zabbix' });
    const authorization = { authorization: `GenieKey ${key}` };
    const send = async (name: string) => {
      const { method, path, headers, body } = recorded('opsgenie-alerts', name);
      const answer = await outside.send(method, path, body, { ...headers, ...authorization });
      expect([name, answer.status]).toEqual([name, 202]);
      const asked = `/v2/alerts/requests/${answer.body['requestId']}`;
      const { data } = (await outside.send('GET', asked, undefined, { ...headers, ...authorization })).body;
      const alert = await alertOf(id, '35');
      expect([name, data]).toEqual([
        name,
        expect.objectContaining({ success: true, alertId: alert?.['alertId'] }),
      ]);
      return alert;
    };
    expect(await send('problem')).toMatchObject({
      status: 'firing',
      severity: 'high',
      service: 'mail',
      labels: { scope: '性能', urgent: '' },
    });
    await send('commented');
    expect(await send('acknowledged')).toMatchObject({ acknowledgedBy: '太郎 山田 (yamada)' });
    expect(await send('unacknowledged')).not.toHaveProperty('acknowledgedBy');
    expect(await send('recovery')).toMatchObject({ status: 'resolved' });
    // Once more: its script reads that there is no open alert, and stops asking.
    const { method, path, headers, body } = recorded('opsgenie-alerts', 'recovery');
    const answer = await outside.send(method, path, body, { ...headers, ...authorization });
    const asked = `/v2/alerts/requests/${answer.body['requestId']}`;
    const { data } = (await outside.send('GET', asked, undefined, authorization)).body;
    expect(data).toMatchObject({ success: false, status: expect.stringContaining('There is no open alert') });
  });
});
