import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AddressesService, PresenceService } from '../../src/modules/devices/index.js';
import { House } from '../harness/house.js';
import { firstAdmin, makePerson, type Person } from '../harness/world.js';

describe('a device', () => {
  let house: House;
  let admin: Person;
  let ada: Person;
  let ben: Person;

  beforeAll(async () => {
    house = await House.start();
    admin = await firstAdmin(house);
    ada = await makePerson(house, admin, 'Ada');
    ben = await makePerson(house, admin, 'Ben');
  });
  afterAll(() => house.stop());

  const enrol = async (person: Person, more: object = {}): ReturnType<House['ok']> =>
    house.ok('POST', '/devices', { name: 'Phone', platform: 'android', ...more }, person.token);
  const pocket = (number: string) => ({ notifier: 'pocket', target: { number } });
  const view = async (deviceId: string): ReturnType<House['ok']> => {
    const { devices } = await house.ok('GET', `/devices?userId=${ada.userId}`, undefined, ben.token);
    return devices.find((device: { deviceId: string }) => device.deviceId === deviceId);
  };
  const ringing = async (deviceId: string) =>
    (await house.get(AddressesService).devicesOf([ada.userId], house.clock.now())).find(
      (device) => device.deviceId === deviceId,
    );

  it('gets a token of its own, and is told which notifiers there are', async () => {
    const { device, deviceToken, notifiers } = await enrol(ada, { addresses: [pocket('1')] });
    expect(deviceToken).toMatch(/^barry_d_/);
    expect(notifiers).toContainEqual({ notifier: 'pocket', plugin: 'pocket', info: expect.any(Object) });
    const me = await house.ok('GET', '/me', undefined, deviceToken);
    expect(me).toMatchObject({ credential: 'device', deviceId: device.deviceId, user: { name: 'Ada' } });
    expect(device).toMatchObject({ trusted: false, readiness: 'unknown', connected: false });
    await house.advance(400 * 86_400);
    expect((await house.rest('GET', '/me', undefined, deviceToken)).status).toBe(200);
    ada = { ...ada, token: (await signedIn(ada)).token };
    ben = { ...ben, token: (await signedIn(ben)).token };
    admin = { ...admin, token: (await signedIn(admin)).token };
  });

  const signedIn = async ({ email }: Person): Promise<{ token: string }> =>
    (await house.ok('POST', '/sign-in', { email, password: 'correct horse battery' })) as { token: string };

  it('is refused with a notifier that is not there, or a target that it does not take', async () => {
    for (const addresses of [
      [{ notifier: 'pigeon', target: {} }],
      [{ notifier: 'pocket', target: { wing: 1 } }],
    ])
      expect(
        await house.rest('POST', '/devices', { name: 'Bird', platform: 'ios', addresses }, ada.token),
      ).toMatchObject({ status: 422, body: { code: 'INVALID_INPUT' } });
  });

  it('proves little when it is a browser, unless its owner trusts it', async () => {
    const { device } = await enrol(ada, { platform: 'web', addresses: [{ notifier: 'stream', target: {} }] });
    expect(await ringing(device.deviceId)).toMatchObject({ proof: 'weak', addresses: [] });
    await house.ok('PATCH', `/devices/${device.deviceId}`, { trusted: true }, ada.token);
    expect(await ringing(device.deviceId)).toMatchObject({ proof: 'strong' });
  });

  it('is ready as its worst check says, and not at all when nothing reaches it', async () => {
    const { device } = await enrol(ada, { addresses: [pocket('2')] });
    const checks = [
      { check: 'notifications', level: 'ok' },
      { check: 'battery', level: 'warn', detail: 'saving is on' },
    ];
    await house.ok('PATCH', `/devices/${device.deviceId}`, { checks }, ada.token);
    expect(await view(device.deviceId)).toMatchObject({ readiness: 'warn', checks });
    await house.ok('PATCH', `/devices/${device.deviceId}`, { addresses: [] }, ada.token);
    expect(await view(device.deviceId)).toMatchObject({ readiness: 'fail', addresses: [{ alive: false }] });
  });

  it('keeps an address that registered again after the provider called it gone', async () => {
    const addresses = house.get(AddressesService);
    const { device } = await enrol(ada, { addresses: [pocket('3')] });
    const asked = house.clock.now();
    const addressId = (await ringing(device.deviceId))?.addresses[0]?.addressId ?? '';
    await house.advance(5);
    await house.ok('PATCH', `/devices/${device.deviceId}`, { addresses: [pocket('3')] }, ada.token);
    await addresses.markGone(addressId, asked);
    expect((await ringing(device.deviceId))?.addresses).toHaveLength(1);
    await addresses.markGone(addressId, house.clock.now());
    expect((await ringing(device.deviceId))?.addresses).toEqual([]);
    await house.ok('PATCH', `/devices/${device.deviceId}`, { addresses: [pocket('3')] }, ada.token);
    expect((await ringing(device.deviceId))?.addresses).toMatchObject([
      { addressId, target: { number: '3' } },
    ]);
  });

  it('that is installed anew takes the address over, so that the phone rings once', async () => {
    const old = await enrol(ada, { addresses: [pocket('4')] });
    const anew = await enrol(ada, { addresses: [pocket('4')] });
    expect((await ringing(old['device'].deviceId))?.addresses).toEqual([]);
    expect((await ringing(anew['device'].deviceId))?.addresses).toHaveLength(1);
  });

  it('is connected while its stream was seen within 35 seconds', async () => {
    const presence = house.get(PresenceService);
    const { device } = await enrol(ada);
    const isConnected = async () => {
      await presence.settled();
      return (await view(device.deviceId))['connected'] as boolean;
    };
    expect(await isConnected()).toBe(false);
    await presence.seen(device.deviceId, house.clock.now());
    expect(await isConnected()).toBe(true);
    await house.advance(34);
    expect(await isConnected()).toBe(true);
    expect(await presence.isConnected(device.deviceId, house.clock.now())).toBe(true);
    await house.advance(1);
    expect(await isConnected()).toBe(false);
    await presence.seen(device.deviceId, house.clock.now());
    presence.gone(device.deviceId, house.clock.now());
    expect(await isConnected()).toBe(false);
    expect((await view(device.deviceId))['lastSeenAt']).toBe(house.clock.now().toISOString());
  });

  it('is changed by its owner only; an admin may remove it, and its token ends', async () => {
    const { device, deviceToken } = await enrol(ada, { addresses: [pocket('5')] });
    const rename = (token: string) =>
      house.rest('PATCH', `/devices/${device.deviceId}`, { name: 'Mine' }, token);
    expect((await rename(ben.token)).status).toBe(403);
    expect((await rename(admin.token)).status).toBe(403);
    expect((await rename(deviceToken)).status).toBe(200);
    expect((await house.rest('DELETE', `/devices/${device.deviceId}`, undefined, ben.token)).status).toBe(
      403,
    );
    await house.ok('DELETE', `/devices/${device.deviceId}`, undefined, admin.token);
    expect(await view(device.deviceId)).toBeUndefined();
    expect(await ringing(device.deviceId)).toBeUndefined();
    expect((await house.rest('GET', '/me', undefined, deviceToken)).status).toBe(401);
  });
});
