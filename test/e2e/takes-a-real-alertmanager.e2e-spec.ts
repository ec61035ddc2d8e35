import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { BarryProcess, type ChaosDatabase, chaosDatabase, ok } from '../chaos/barry-process.js';
import { makeOrganisation, type Organisation } from '../chaos/organisation.js';
import { SimulatedPhone } from '../chaos/simulated-phone.js';
import { Alertmanager, alertmanagerBinary } from '../harness/alertmanager.js';
import { changeOf } from '../harness/before-and-after.js';
import type { Json } from '../harness/json.js';

const binary = alertmanagerBinary();

interface Way {
  readonly source: string;
  /** What Alertmanager is configured with, for the address and the key of an integration. */
  readonly receivers: (origin: string, url: string, key: string) => string;
  /** What its senders hold already. */
  readonly formerKey?: string;
  readonly title: string;
  /** PagerDuty's events have no labels. */
  readonly knowsNoLabels?: boolean;
}

/** As the README of the source shows it: what an operator has, with the lines that change. */
const asShown =
  (source: string, title: string): Way['receivers'] =>
  (origin, _, key) =>
    changeOf(source, title).after.replace('https://barry.example', origin).replace('KEY', key);

const WAYS: readonly Way[] = [
  {
    source: 'alertmanager',
    receivers: asShown('alertmanager', 'A receiver that calls a webhook already, `alertmanager.yml`'),
    title: 'The disk of db-1 is full',
  },
  {
    source: 'pagerduty-events',
    receivers: asShown('pagerduty-events', 'Alertmanager, `alertmanager.yml`'),
    knowsNoLabels: true,
    title: '[FIRING:1] DiskFull db',
  },
  {
    source: 'pagerduty-events',
    // Without more in it, everything is an error.
    receivers: (...given) =>
      `${asShown('pagerduty-events', 'Alertmanager, with the routing key kept')(...given)}\n        severity: critical`,
    knowsNoLabels: true,
    formerKey: 'R0ABCDEFGHIJKLMNOPQRSTUVWXYZ0123',
    title: '[FIRING:1] DiskFull db',
  },
  {
    source: 'opsgenie-alerts',
    // Some operators have their alerts kept up to date: then each notification is three requests.
    receivers: (...given) =>
      `${asShown('opsgenie-alerts', 'Alertmanager, `alertmanager.yml`')(...given)}\n        update_alerts: true`,
    title: '[FIRING:1] DiskFull db',
  },
  {
    source: 'opsgenie-alerts',
    receivers: (...given) =>
      `${asShown('opsgenie-alerts', 'Alertmanager, with the API key kept')(...given)}\n        priority: P1`,
    formerKey: 'eb243592-faa2-4ba2-a551-1afdf565c889',
    title: '[FIRING:1] DiskFull db',
  },
  {
    source: 'grafana-oncall',
    receivers: (origin) =>
      changeOf('grafana-oncall', 'Alertmanager').after.replace('https://barry.example', origin),
    formerKey: 'wU8xLjPxW1aYM2Y3z1QYs7ZdV',
    title: 'The disk of db-1 is full',
  },
];

// Where it cannot be installed, the run names this test as skipped.
(binary === undefined ? describe.skip : describe)('a real Alertmanager', () => {
  let database: ChaosDatabase;
  let barry: BarryProcess;
  let organisation: Organisation;
  let phone: SimulatedPhone;
  let alertmanager: Alertmanager | undefined;

  beforeAll(async () => {
    database = await chaosDatabase();
    barry = await BarryProcess.start(database.url);
    organisation = await makeOrganisation(barry.origin, barry.adminToken, 1, { simultaneous: 1 });
    const [person] = organisation.responders;
    phone = await SimulatedPhone.enrol([barry.origin], person?.token ?? '', person?.userId ?? '');
  }, 60_000);
  afterEach(async () => {
    await alertmanager?.stop();
    alertmanager = undefined;
  });
  afterAll(async () => {
    phone?.close();
    await barry?.stop();
    await database?.close();
  });

  const call = (method: string, path: string, body?: object): Promise<Json> =>
    ok(barry.origin, method, path, body, organisation.adminToken);
  const integrationOf = async ({ source, formerKey }: Way) => {
    const given = { teamId: organisation.teamId, name: `Alertmanager by ${source}`, source };
    const { integrationId } = await call('POST', '/integrations', given);
    if (formerKey) await call('POST', `/integrations/${integrationId}/key`, { key: formerKey });
    const { url, key } = await call('POST', `/integrations/${integrationId}/setup`, {});
    return { id: String(integrationId), url: barry.origin + new URL(url).pathname, key: String(key) };
  };

  it.each(WAYS.map((way) => [`${way.source}${way.formerKey ? ', its key kept' : ''}`, way] as const))(
    'by %s: fires, rings a phone, resolves, and the phone stops',
    async (name, way) => {
      const { id, url, key } = await integrationOf(way);
      alertmanager = await Alertmanager.start(binary ?? '', way.receivers(barry.origin, url, key));
      const labels = { alertname: 'DiskFull', service: 'db', severity: 'critical', instance: name };
      const rungBefore = phone.rung.length;
      await alertmanager.alert(labels, 'The disk of db-1 is full');
      await phone.until(() => phone.isRinging, 10_000);
      const { alerts } = await call('GET', `/alerts?integrationId=${id}`);
      expect(alerts).toHaveLength(1);
      expect(alerts[0]).toMatchObject({
        status: 'firing',
        severity: 'critical',
        source: way.source,
        ...(way.knowsNoLabels ? {} : { service: 'db' }),
      });
      expect(alerts[0]['title']).toContain(way.title);
      expect((await call('GET', '/escalations?live=true'))['escalations']).toHaveLength(1);

      // Said again with the same labels: it is the same alert, and nobody is rung anew.
      await alertmanager.alert(labels, 'The disk of db-1 is full');
      await pause(500);
      await alertmanager.alert(labels, 'The disk of db-1 is full', new Date());
      await phone.until(() => !phone.isRinging, 15_000);
      const after = await call('GET', `/alerts?integrationId=${id}`);
      expect(after['alerts']).toHaveLength(1);
      expect(after['alerts'][0]).toMatchObject({ status: 'resolved' });
      const { escalations } = await call('GET', '/escalations');
      expect(new Set(escalations.map(({ status }: Json) => status))).toEqual(new Set(['resolved']));
      expect(new Set(phone.rung.slice(rungBefore).map(({ ringId }) => ringId)).size).toBe(1);
      const { deliveries } = await call('GET', `/integrations/${id}/deliveries`);
      expect(new Set(deliveries.map(({ outcome }: Json) => outcome))).toEqual(new Set(['accepted']));
    },
    45_000,
  );
});
