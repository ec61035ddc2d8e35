import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Chores } from '../../src/platform/clock/chores.js';
import type { House } from '../harness/house.js';
import { type Behaviour, DEAD, HEALTHY, type Phone } from '../harness/phones.js';
import { makePerson, makeTeam, makeWorld, type Person, type World } from '../harness/world.js';

const NUMBER = '+815012345678';

describe('a push service that takes everything and rings nothing', () => {
  let world: World;
  let house: House;
  let crowd: readonly { readonly person: Person; readonly phone: Phone }[];

  beforeEach(async () => {
    world = await makeWorld();
    ({ house } = world);
    const made: { person: Person; phone: Phone }[] = [];
    for (const name of ['Eri', 'Fumi', 'Gen', 'Hana', 'Iku']) {
      const person = await makePerson(house, world.admin, name);
      made.push({ person, phone: await house.phones.enrol(house, person.token, `phone-${name}`) });
    }
    crowd = made;
    await makeTeam(
      house,
      world.admin,
      'crowd',
      made.map(({ person }) => [person, 'owner'] as const),
    );
    const { A } = world.people;
    await house.ok('POST', `/users/${A.userId}/contact-methods`, { kind: 'phone', target: NUMBER }, A.token);
    await house.query(`update contact_methods set verified_at = now()`);
    house.phones.addLandline(NUMBER, { ringingMs: 1_600 });
  });
  afterEach(() => house.stop());

  const calls = (): number => house.phones.landlines.get(NUMBER)?.calls.length ?? 0;
  const behave = (behaviour: Behaviour): void => {
    for (const { phone } of crowd) phone.behaviour = behaviour;
  };
  /** Everybody of the crowd at once, until each has had time to ring. */
  const callCrowd = async (title: string): Promise<void> => {
    const userIds = crowd.map(({ person }) => person.userId);
    const escalation = await house.ok(
      'POST',
      '/escalations',
      { userIds, severity: 'high', title },
      crowd[0]?.person.token,
    );
    await house.advance(9);
    await house.get(Chores).tick();
    // Where nobody could be rung it is over already.
    await house.rest('POST', `/escalations/${escalation['escalationId']}/cancel`, {}, world.admin.token);
    await house.settle();
  };
  const callA = async (): Promise<string> => {
    const body = { userIds: [world.people.A.userId], severity: 'high', title: 'For A' };
    return (await house.ok('POST', '/escalations', body, world.people.A.token))['escalationId'];
  };
  const route = async (): Promise<unknown> =>
    (await house.ok('GET', '/notifiers', undefined, world.admin.token))['routes'];

  it('is found out by five people: the telephone rings at once with the push, and says why', async () => {
    behave(DEAD);
    await callCrowd('First');
    expect(await route()).toMatchObject([
      { route: 'pocket/normal', state: 'degraded', because: 'most-did-not-ring', attempts: 5, rang: 0 },
    ]);
    const escalationId = await callA();
    await house.advance(0.2);
    expect(calls()).toBe(1);
    expect(world.phones.A.isRinging).toBe(true);
    const log = await house.ok('GET', `/escalations/${escalationId}/log`, undefined, world.admin.token);
    expect(JSON.stringify(log)).toContain('Pushes have not made telephones ring lately');
  });

  it('is trusted again once five people rang', async () => {
    behave(DEAD);
    await callCrowd('First');
    behave(HEALTHY);
    await callCrowd('Second');
    expect(await route()).toMatchObject([{ state: 'closed', because: 'works', attempts: 10, rang: 5 }]);
    await callA();
    await house.advance(7.9);
    expect(calls()).toBe(0);
    const changes = await house.query<{ state: string }>(
      `select params ->> 'state' as state from event_log where kind = 'notifier.route-changed' order by at`,
    );
    expect(changes.map(({ state }) => state)).toEqual(['degraded', 'closed']);
  });

  it('is not suspected while it works: the telephone waits its eight seconds', async () => {
    behave(HEALTHY);
    await callCrowd('First');
    world.phones.A.behaviour = DEAD;
    await callA();
    await house.advance(7.9);
    expect(calls()).toBe(0);
    await house.advance(0.1);
    expect(calls()).toBe(1);
  });

  it('is open at once when it refuses everything', async () => {
    behave({ ...HEALTHY, answer: { outcome: 'rejected', reason: 'bad credentials', scope: 'channel' } });
    await callCrowd('First');
    expect(await route()).toMatchObject([{ state: 'open', because: 'refused-as-a-whole', failed: 5 }]);
  });

  it('is not blamed for addresses that nobody has any more, nor for calls that were called off at once', async () => {
    behave({ ...DEAD, answer: { outcome: 'gone', reason: 'unregistered' } });
    await callCrowd('First');
    expect(await route()).toEqual([]);
    for (const { person } of crowd) await house.phones.enrol(house, person.token, `new-${person.name}`);
    const userIds = crowd.map(({ person }) => person.userId);
    const { escalationId } = (await house.ok(
      'POST',
      '/escalations',
      { userIds, severity: 'high', title: 'Second' },
      world.admin.token,
    )) as { escalationId: string };
    await house.advance(0.5);
    await house.ok('POST', `/escalations/${escalationId}/cancel`, {}, world.admin.token);
    await house.advance(20);
    await house.get(Chores).tick();
    expect(await route()).toEqual([]);
  });
});
