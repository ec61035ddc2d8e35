import { afterEach, expect, it } from '@jest/globals';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

let world: World;
afterEach(() => world.house.stop());

it('an alert that joins what was handed over is told to the taker, and not to the giver', async () => {
  world = await makeWorld();
  const { house, phones, people, hook } = world;
  await house.ok('POST', hook, grafanaAlert('Queue'));
  await house.advance(2);
  await phones.A.accept();
  const { escalations } = await house.ok('GET', '/escalations', undefined, people.A.token);
  const path = `/escalations/${String(escalations[0].escalationId)}/hand-over`;
  await house.ok('POST', path, { userId: people.D.userId }, people.A.token);
  await house.advance(2);
  await phones.D.accept();

  await house.ok('POST', hook, grafanaAlert('Queue two', { group: 'Queue' }));
  await house.settle();
  const joined = 'Another alert joined what you are working on (mail)';
  expect(phones.D.informs).toContain(joined);
  expect(phones.A.informs).not.toContain(joined);
});
