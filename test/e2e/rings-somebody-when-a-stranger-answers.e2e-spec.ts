import { afterEach, describe, expect, it } from '@jest/globals';
import type { AnyNotifier } from '../../src/plugins/kit/index.js';
import type { GatewaySimulator } from '../../src/plugins/kit/testing/simulator.js';
import { apns } from '../../src/plugins/notifiers/apns/apns.js';
import { apnsSimulator } from '../../src/plugins/notifiers/apns/simulator/apns.simulator.js';
import { fcm } from '../../src/plugins/notifiers/fcm/fcm.js';
import { fcmSimulator } from '../../src/plugins/notifiers/fcm/simulator/fcm.simulator.js';
import { webhookSimulator } from '../../src/plugins/notifiers/webhook/simulator/webhook.simulator.js';
import { webhook } from '../../src/plugins/notifiers/webhook/webhook.js';
import { Metrics } from '../../src/platform/observability/metrics.js';
import { asInstance, lab } from '../harness/gateways.js';
import type { Json } from '../harness/json.js';
import { TelephoneWorld } from '../harness/telephone-world.js';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

const AOI = '+819011112222';
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** The house with one more instance; its gateway is real but for the network. */
async function worldWith(
  plugin: AnyNotifier,
  simulator: GatewaySimulator,
  settings?: object,
): Promise<World> {
  closing.push(() => simulator.close());
  const world = await makeWorld({
    plugins: [lab(plugin, simulator, settings)],
    environment: asInstance('vendor', plugin),
  });
  closing.push(() => world.house.stop());
  return world;
}

/** Aoi has one phone, of this vendor, and a telephone. */
async function onlyBy(world: World, platform: string, target: object): Promise<void> {
  const { house, people, phones } = world;
  await house.ok('DELETE', `/devices/${phones.A.deviceId}`, undefined, people.A.token);
  const device = { name: 'own', platform, variant: 'normal', addresses: [{ notifier: 'vendor', target }] };
  await house.ok('POST', '/devices', device, people.A.token);
  house.phones.addLandline(AOI, { ringingMs: 1600 });
  const method = { kind: 'phone', target: AOI };
  await house.ok('POST', `/users/${people.A.userId}/contact-methods`, method, people.A.token);
  await house.query(`update contact_methods set verified_at = created_at`);
}

const notifier = async ({ house, admin }: World): Promise<Json> => {
  const { notifiers } = await house.ok('GET', '/notifiers', undefined, admin.token);
  return notifiers.find((one: Json) => one['name'] === 'vendor');
};
const sends = async ({ house }: World): Promise<Record<string, number>> => {
  const { values } = await house.get(Metrics).sends.get();
  return Object.fromEntries(
    values
      .filter(({ labels }) => labels.notifier === 'vendor')
      .map(({ labels, value }) => [`${labels.kind} ${labels.outcome}`, value]),
  );
};
const telephoned = ({ house }: World) => house.phones.landlines.get(AOI)?.calls ?? [];

describe('a person is rung another way', () => {
  it('when a page answers in the place of FCM', async () => {
    const simulator = await fcmSimulator();
    const world = await worldWith(fcm, simulator);
    await onlyBy(world, 'android', simulator.target);
    simulator.mode = 'page';
    const startMs = world.house.clock.nowMs();
    await world.house.ok('POST', world.hook, grafanaAlert('Queue'));
    await world.house.advance(9);
    expect(telephoned(world)).toHaveLength(1);
    expect((telephoned(world)[0]?.atMs ?? Infinity) - startMs).toBeLessThan(8500);
    const counted = await sends(world);
    expect(counted['ring retry']).toBeGreaterThanOrEqual(1);
    expect(counted).not.toHaveProperty('ring accepted');
    // Nobody was struck off for it.
    const [address] = await world.house.query<{ dead: boolean }>(
      `select gone_at is not null as dead from device_addresses where notifier = 'vendor'`,
    );
    expect(address?.dead).toBe(false);
  });

  it('when Apple does not take the key, and the operator is told what is wrong', async () => {
    const simulator = await apnsSimulator();
    const world = await worldWith(apns, simulator, simulator.wrongSettings);
    await onlyBy(world, 'ios', simulator.target);
    const startMs = world.house.clock.nowMs();
    await world.house.ok('POST', world.hook, grafanaAlert('Queue'));
    await world.house.advance(9);
    expect(telephoned(world)).toHaveLength(1);
    expect((telephoned(world)[0]?.atMs ?? Infinity) - startMs).toBeLessThan(8500);
    expect(await sends(world)).toMatchObject({ 'ring rejected': expect.any(Number) });
    expect(await notifier(world)).toMatchObject({
      state: 'faulty',
      reason:
        'InvalidProviderToken: Apple does not take the key: key, key id and team id must belong together',
    });
  });

  it('when a page answers in the place of Twilio: the other provider calls', async () => {
    const night = await TelephoneWorld.open('two');
    closing.push(() => night.close());
    night.telephones.first.mode = 'page';
    await night.alert();
    await night.at(12);
    expect(night.asked).toEqual([0, 1]);
  });
});

describe('a room', () => {
  it('that a sign-in page answers for has not heard the news; it is repeated, and heard once', async () => {
    const simulator = await webhookSimulator();
    const world = await worldWith(webhook, simulator);
    const { house, people, teamId, hook } = world;
    const input = { name: 'ops', notifier: 'vendor', target: simulator.target, news: ['escalation-started'] };
    await house.ok('POST', `/teams/${teamId}/channels`, input, people.A.token);
    simulator.mode = 'page';
    await house.ok('POST', hook, grafanaAlert('Queue'));
    await house.advance(2);
    expect(Object.keys(await sends(world))).toEqual(['inform retry']);
    simulator.mode = 'up';
    simulator.requests.length = 0;
    await house.advance(120);
    expect(simulator.requests).toHaveLength(1);
    expect(await sends(world)).toMatchObject({ 'inform accepted': 1 });
  });
});
