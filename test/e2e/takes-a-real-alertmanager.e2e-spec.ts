import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BarryProcess, type ChaosDatabase, chaosDatabase, ok } from '../chaos/barry-process.js';
import { makeOrganisation, type Organisation } from '../chaos/organisation.js';
import { SimulatedPhone } from '../chaos/simulated-phone.js';
import { Alertmanager, alertmanagerBinary } from '../harness/alertmanager.js';
import type { Json } from '../harness/json.js';

const binary = alertmanagerBinary();
const labels = { alertname: 'DiskFull', service: 'db', severity: 'critical', instance: 'db-1:9100' };

// Where it cannot be installed, the run names this test as skipped.
(binary === undefined ? describe.skip : describe)('a real Alertmanager', () => {
  let database: ChaosDatabase;
  let barry: BarryProcess;
  let organisation: Organisation;
  let phone: SimulatedPhone;
  let alertmanager: Alertmanager;

  beforeAll(async () => {
    database = await chaosDatabase();
    barry = await BarryProcess.start(database.url);
    organisation = await makeOrganisation(barry.origin, barry.adminToken, 1, { simultaneous: 1 });
    const { adminToken, teamId, responders } = organisation;
    const [person] = responders;
    phone = await SimulatedPhone.enrol([barry.origin], person?.token ?? '', person?.userId ?? '');
    const given = { teamId, name: 'Alertmanager', source: 'alertmanager' };
    const { integrationId } = await ok(barry.origin, 'POST', '/integrations', given, adminToken);
    const setup = await ok(barry.origin, 'POST', `/integrations/${integrationId}/setup`, {}, adminToken);
    alertmanager = await Alertmanager.start(binary ?? '', barry.origin + new URL(setup['url']).pathname);
  }, 60_000);
  afterAll(async () => {
    await alertmanager?.stop();
    phone?.close();
    await barry?.stop();
    await database?.close();
  });

  const get = (path: string): Promise<Json> =>
    ok(barry.origin, 'GET', path, undefined, organisation.adminToken);

  it('fires, rings a phone, resolves, and the phone stops', async () => {
    await alertmanager.alert(labels, 'The disk of db-1 is full');
    await phone.until(() => phone.isRinging, 10_000);
    const { alerts } = await get('/alerts');
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({
      status: 'firing',
      severity: 'critical',
      title: 'The disk of db-1 is full',
      source: 'alertmanager',
    });
    expect((await get('/escalations?live=true'))['escalations']).toHaveLength(1);

    // Said again with the same labels: it is the same alert, and nobody is rung anew.
    await alertmanager.alert(labels, 'The disk of db-1 is full');
    await pause(500);
    await alertmanager.alert(labels, 'The disk of db-1 is full', new Date());
    await phone.until(() => !phone.isRinging, 15_000);
    const after = await get('/alerts');
    expect(after['alerts']).toHaveLength(1);
    expect(after['alerts'][0]).toMatchObject({ status: 'resolved' });
    const { escalations } = await get('/escalations');
    expect(escalations.map(({ status }: Json) => status)).toEqual(['resolved']);
    expect(new Set(phone.rung.map(({ ringId }) => ringId)).size).toBe(1);
  }, 45_000);
});
