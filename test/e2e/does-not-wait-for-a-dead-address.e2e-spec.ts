import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { HEALTHY } from '../harness/phones.js';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.house.stop());

it('somebody whose only address is dead is unreachable: the next one rings at once, and no try is spent on them', async () => {
  const { house, phones, people } = world;
  phones.A.behaviour = { ...HEALTHY, answer: { outcome: 'gone', reason: 'unregistered' } };
  await house.ok('POST', world.hook, grafanaAlert('First'));
  await house.advance(0.2);
  expect(phones.C.isRinging).toBe(true);
  const ofA = (): Promise<object[]> =>
    house.query(`select status, state ->> 'endReason' as reason, try from calls where user_id = $1`, [
      people.A.userId,
    ]);
  expect(await ofA()).toEqual([{ status: 'ended', reason: 'unreachable', try: 1 }]);
  await house.advance(300);
  expect(await ofA()).toHaveLength(1);
});

it('somebody with another way to them is not', async () => {
  const { house, phones, people } = world;
  await house.phones.enrol(house, people.A.token, 'second');
  phones.A.behaviour = { ...HEALTHY, answer: { outcome: 'gone', reason: 'unregistered' } };
  await house.ok('POST', world.hook, grafanaAlert('First'));
  await house.advance(2);
  expect(phones.C.isRinging).toBe(false);
  expect(await house.query(`select status from calls where user_id = $1`, [people.A.userId])).toEqual([
    { status: 'calling' },
  ]);
});
