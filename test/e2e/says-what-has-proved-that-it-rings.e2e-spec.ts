import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RingProofs } from '../../src/modules/people/index.js';
import type { Json } from '../harness/json.js';
import { DEAD, HEALTHY } from '../harness/phones.js';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.house.stop());

const DAY_MS = 86_400_000;
const proofOf = async (who: 'A' | 'B' | 'C'): Promise<Json> =>
  (await world.house.ok('GET', '/devices', undefined, world.people[who].token))['devices'][0].proof;
const ringMe = async (who: 'A'): Promise<void> => {
  await world.house.ok('POST', '/test-rings', {}, world.people[who].token);
  await world.house.advance(40);
};

describe('a device', () => {
  it('says when it last proved a ring, how long that took, and whether by a test', async () => {
    expect(await proofOf('A')).toEqual({ state: 'never' });
    await ringMe('A');
    expect(await proofOf('A')).toMatchObject({ state: 'proved', msToRing: 800, byTest: true });
  });

  it('is proved by a real ring as well, and is stale after 30 days', async () => {
    const { house, phones } = world;
    await house.ok('POST', world.hook, grafanaAlert('Queue'));
    await house.advance(2);
    await phones.A.accept();
    expect(await proofOf('A')).toMatchObject({ state: 'proved', msToRing: 800, byTest: false });
    // C was not called.
    expect(await proofOf('C')).toEqual({ state: 'never' });
    const later = new Date(house.clock.nowMs() + 30 * DAY_MS);
    const proofs = await house.get(RingProofs).ofDevices([phones.A.deviceId], later);
    expect(proofs.get(phones.A.deviceId)).toMatchObject({ state: 'stale' });
  });

  it('fails after two rings without proof, says why, and is well again after one that rings', async () => {
    const { phones } = world;
    phones.A.behaviour = DEAD;
    await ringMe('A');
    expect(await proofOf('A')).toMatchObject({ state: 'never', lastFailure: 'silent' });
    phones.A.behaviour = { ...DEAD, answer: { outcome: 'rejected', reason: 'no', scope: 'message' } };
    await ringMe('A');
    expect(await proofOf('A')).toMatchObject({ state: 'failing', lastFailure: 'refused' });
    phones.A.behaviour = HEALTHY;
    await ringMe('A');
    expect(await proofOf('A')).toMatchObject({ state: 'proved', lastFailure: 'refused' });
  });
});

describe('a telephone number', () => {
  it('says the same, of the number that is called', async () => {
    const { house, people } = world;
    const { userId, token } = people.A;
    house.phones.addLandline('+815012345678', { ringingMs: 400 });
    await house.query(
      `insert into contact_methods (id, user_id, kind, target, label, verified_at, created_at)
       values (gen_random_uuid(), $1, 'phone', '+815012345678', '', $2, $2)`,
      [userId, house.clock.now()],
    );
    const proof = async (): Promise<Json> =>
      (await house.ok('GET', `/users/${userId}/contact-methods`, undefined, token))['contactMethods'][0]
        .proof;
    expect(await proof()).toEqual({ state: 'never' });
    await house.ok('POST', '/test-rings', { telephone: true }, token);
    await house.advance(70);
    expect(await proof()).toMatchObject({ state: 'proved', msToRing: 400, byTest: true });
  });
});
