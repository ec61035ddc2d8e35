import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { House, RestAnswer } from '../harness/house.js';
import { makeWorld, type World } from '../harness/world.js';

type Said = RestAnswer['body'];

/** A house is started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;

describe('a delivery is read once more', () => {
  let world: World;
  let house: House;

  beforeAll(async () => {
    world = await makeWorld({ phones: false });
    house = world.house;
  }, HOUSE_MS);
  afterAll(() => house.stop());

  const admin = (method: string, path: string, body?: unknown): Promise<Said> =>
    house.ok(method, path, body, world.admin.token);
  const integration = async (source: string, options: object = {}): Promise<{ id: string; key: string }> => {
    const given = { teamId: world.teamId, name: `${source} here`, source, options };
    const { integrationId: id } = await admin('POST', '/integrations', given);
    const { key } = await admin('POST', `/integrations/${id}/setup`, {});
    return { id, key };
  };
  const newestOf = async (id: string): Promise<Said> =>
    (await admin('GET', `/integrations/${id}/deliveries`))['deliveries'][0];
  const replay = (deliveryId: string): Promise<RestAnswer> =>
    house.rest('POST', `/api/v1/deliveries/${deliveryId}/replay`, {}, world.admin.token);
  const alertsOf = async (id: string): Promise<Said[]> =>
    (await admin('GET', `/alerts?integrationId=${id}`))['alerts'];

  it('never where its sender was not proved: trying it is all that is left', async () => {
    const { id, key } = await integration('generic', { signingSecret: 'hush' });
    expect((await house.rest('POST', `/webhooks/generic/${key}`, { title: 'Forged' })).status).toBe(401);
    const { deliveryId, outcome } = await newestOf(id);
    expect(outcome).toBe('bad-signature');
    const answer = await replay(deliveryId);
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'DELIVERY_NOT_REPLAYABLE', details: { outcome: 'bad-signature' } },
    });
    expect(await alertsOf(id)).toEqual([]);
    expect(await admin('POST', `/integrations/${id}/try-routing`, { deliveryId })).toMatchObject({
      signals: [{ title: 'Forged' }],
    });
  });

  it('never where only its beginning is there', async () => {
    const { id, key } = await integration('generic');
    const answer = await house.rest('POST', `/webhooks/generic/${key}`, {
      title: 'Long',
      description: 'x'.repeat(1_100_000),
    });
    expect(answer.status).toBe(413);
    const { deliveryId } = await newestOf(id);
    expect(await replay(deliveryId)).toMatchObject({
      status: 409,
      body: { details: { outcome: 'too-large' } },
    });
  });

  it('never while the integration is switched off', async () => {
    const { id, key } = await integration('generic');
    await house.rest('POST', `/webhooks/generic/${key}`, { title: 'Once', dedup_key: 'once' });
    const { deliveryId } = await newestOf(id);
    const { version } = await admin('GET', `/integrations/${id}`);
    await admin('PATCH', `/integrations/${id}`, { version, mode: 'off' });
    expect(await replay(deliveryId)).toMatchObject({ status: 409, body: { details: { outcome: 'off' } } });
    expect(await alertsOf(id)).toHaveLength(1);
  });

  it('by the source that its address belongs to, where the key was of another one', async () => {
    const { id, key } = await integration('grafana-oncall');
    const alert = { status: 'firing', labels: { alertname: 'DiskFull' }, fingerprint: 'f1' };
    const sent = await fetch(`${house.origin}/integrations/v1/alertmanager/${key}/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ version: '4', status: 'firing', alerts: [alert] }),
    });
    expect(sent.status).toBe(200);
    const { deliveryId, outcome } = await newestOf(id);
    expect(outcome).toBe('accepted');
    expect(await admin('POST', `/integrations/${id}/try-routing`, { deliveryId })).toMatchObject({
      outcome: 'accepted',
      signals: [{ title: 'DiskFull', dedupKey: 'f1' }],
    });
    const { status, body } = await replay(deliveryId);
    expect([status, body['outcome'], body['results']]).toMatchObject([
      200,
      'accepted',
      [{ dedupKey: 'f1', effect: 'updated' }],
    ]);
  });

  it('as what was said then: an acknowledgement that was taken back since stays so', async () => {
    const { id, key } = await integration('opsgenie-alerts');
    const say = async (path: string, body: object): Promise<void> => {
      const answer = await fetch(`${house.origin}/v2/alerts${path}`, {
        method: 'POST',
        headers: { authorization: `GenieKey ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect(answer.status).toBe(202);
      await house.advance(1);
    };
    await say('', { message: 'Disk full', alias: 'disk' });
    await say('/disk/acknowledge?identifierType=alias', { user: 'Mio' });
    const { deliveryId } = await newestOf(id);
    await say('/disk/unacknowledge?identifierType=alias', { user: 'Mio' });
    expect((await replay(deliveryId)).body['results']).toMatchObject([{ effect: 'recorded' }]);
    expect((await alertsOf(id))[0]).not.toHaveProperty('acknowledgedBy');
  });
});
