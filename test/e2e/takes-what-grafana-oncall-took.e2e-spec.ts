import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { alertmanager } from '../../src/plugins/alert-sources/alertmanager/alertmanager.js';
import { DatabaseLine } from '../harness/database-line.js';
import { type MadeIntegration, Outside } from '../harness/outside.js';
import { grafanaAlert, makeWorld } from '../harness/world.js';

/** A house is started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;
const TOKEN = 'wU8xLjPxW1aYM2Y3z1QYs7ZdV';
const formatted = (alert_uid: string, more: object = {}) => ({
  alert_uid,
  title: 'It is down',
  state: 'alerting',
  message: 'Severity: High',
  ...more,
});

describe('the addresses of Grafana OnCall', () => {
  let line: DatabaseLine;
  let outside: Outside;
  let onCall: MadeIntegration;
  const folder = mkdtempSync(join(tmpdir(), 'barry-oncall-'));
  const spool = join(folder, 'spool');

  beforeAll(async () => {
    line = await DatabaseLine.toCluster();
    outside = new Outside(await makeWorld({ phones: false, line, environment: { BARRY_SPOOL_DIR: spool } }));
    onCall = await outside.integration('grafana-oncall');
    expect((await outside.setKey(onCall.id, TOKEN)).status).toBe(200);
  }, HOUSE_MS);
  afterAll(async () => {
    await outside.world.house.stop();
    line.close();
    rmSync(folder, { recursive: true });
  });

  const post = (path: string, body: unknown) => outside.send('POST', path, body);
  const newest = async (id: string) => (await outside.deliveries(id))[0];

  it('is set up with addresses as they were there', () => {
    expect(onCall.instructions).toContain(`/integrations/v1/grafana_alerting/${onCall.key}/`);
    expect(onCall.curl).toContain(`/integrations/v1/formatted_webhook/${onCall.key}`);
  });

  it.each([
    ['alertmanager', alertmanager.sample, '9c1d52aa0e6b7f43'],
    ['alertmanagerV2', alertmanager.sample, '9c1d52aa0e6b7f43'],
    ['grafana', grafanaAlert('Grafana'), expect.stringMatching(/^[0-9a-f]{16}$/)],
    ['grafana_alerting', grafanaAlert('Grafana'), expect.stringMatching(/^[0-9a-f]{16}$/)],
    ['webhook', { title: 'generic', dedup_key: 'generic' }, 'generic'],
    ['formatted_webhook', formatted('formatted'), 'formatted'],
    ['zabbix', formatted('35'), '35'],
    ['kapacitor', formatted('any'), 'any'],
  ])('hands %s to whoever reads it, and answers 200', async (type, body, key) => {
    for (const prefix of ['', '/oncall']) {
      const answer = await post(`${prefix}/integrations/v1/${type}/${TOKEN}/`, body);
      expect([type, answer.status]).toEqual([type, 200]);
      expect(answer.body['alerts']).toMatchObject([{ action: 'trigger', dedupKey: key }]);
    }
    const kept = await newest(onCall.id);
    // The same bytes again within a minute: of those who try again they are a retry, of others one more.
    expect(kept).toMatchObject({
      outcome: /^(alertmanager|zabbix)/.test(type) ? 'duplicate' : 'accepted',
      path: `/oncall/integrations/v1/${type}/…/`,
    });
    expect(JSON.stringify(kept)).not.toContain(TOKEN);
  });

  it('opens and resolves by a formatted webhook', async () => {
    const path = `/integrations/v1/formatted_webhook/${TOKEN}/`;
    await post(path, formatted('life'));
    await post(path, formatted('life', { state: 'OK' }));
    const alert = (await outside.alerts(onCall.id)).find(({ dedupKey }) => dedupKey === 'life');
    expect(alert).toMatchObject({ status: 'resolved', severity: 'high' });
  });

  it('reads by the integration whose token it is, with its own options, whatever the type says', async () => {
    const own = await outside.integration('alertmanager', {
      name: 'Own',
      options: { severities: { critical: 'info' } },
    });
    for (const type of ['alertmanager', 'webhook', 'formatted_webhook', 'anything'])
      expect((await post(`/integrations/v1/${type}/${own.key}/`, alertmanager.sample)).status).toBe(200);
    expect(await outside.alerts(own.id)).toMatchObject([
      { dedupKey: '9c1d52aa0e6b7f43', severity: 'info', source: 'alertmanager' },
    ]);
    expect((await outside.deliveries(own.id)).map(({ outcome }) => outcome)).toEqual([
      'duplicate',
      'duplicate',
      'duplicate',
      'accepted',
    ]);
  });

  it('asks for the proof that the integration asks for', async () => {
    const signed = await outside.integration('grafana', {
      name: 'Signed',
      options: { signingSecret: 'hush' },
    });
    for (const type of ['grafana', 'webhook'])
      expect((await post(`/integrations/v1/${type}/${signed.key}/`, grafanaAlert('x'))).status).toBe(401);
    expect(await outside.alerts(signed.id)).toEqual([]);
  });

  it('takes signs of life by the token of any integration', async () => {
    const own = await outside.integration('alertmanager', { name: 'Alive' });
    for (const [method, path] of [
      ['GET', `/integrations/v1/alertmanager/${own.key}/heartbeat/`],
      ['POST', `/oncall/integrations/v1/alertmanager/${own.key}/heartbeat`],
      ['POST', `/integrations/v1/heartbeat/${own.key}/`],
    ] as const) {
      expect((await outside.send(method, path)).status).toBe(200);
      expect(await newest(own.id)).toMatchObject({ method, outcome: 'heartbeat' });
    }
    expect(await outside.alerts(own.id)).toEqual([]);
  });

  it('knows nobody else: 404, counted, and nothing is kept', async () => {
    const before = await outside.counted('grafana-oncall', 'bad-key');
    const hook = await outside.integration('call');
    const count = (await outside.deliveries(onCall.id)).length;
    for (const key of ['x'.repeat(25), hook.key, TOKEN.toLowerCase()])
      expect((await post(`/integrations/v1/kapacitor/${key}/`, formatted('x'))).status).toBe(404);
    expect(await outside.counted('grafana-oncall', 'bad-key')).toBe(before + 3);
    // At addresses that are no other product's a key opens what it was made for.
    expect((await post(`/webhooks/grafana/${TOKEN}`, grafanaAlert('x'))).status).toBe(404);
    expect((await post(`/webhooks/generic/${TOKEN}`, formatted('x'))).status).toBe(404);
    expect(await outside.deliveries(onCall.id)).toHaveLength(count);
  });

  it('is read by the same source when it comes home from the disk', async () => {
    const own = await outside.integration('grafana', { name: 'Spooled' });
    const path = `/integrations/v1/webhook/${own.key}/`;
    await post(path, grafanaAlert('Before'));
    line.refuse();
    const answer = await post(path, grafanaAlert('While')).finally(() => line.comeBack());
    expect(answer.status).toBe(200);
    for (let tries = 0; readdirSync(spool).length > 0 && tries < 100; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await outside.alerts(own.id)).map(({ title }) => title)).toEqual([
      'While is broken',
      'Before is broken',
    ]);
    expect(await newest(own.id)).toMatchObject({ path: '/integrations/v1/webhook/…/' });
  });
});
