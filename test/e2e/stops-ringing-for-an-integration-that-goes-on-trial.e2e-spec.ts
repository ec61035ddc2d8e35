import { afterEach, expect, it } from '@jest/globals';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

let world: World;
afterEach(() => world.house.stop());

it('what rings when its integration goes on trial stops when its alert is over', async () => {
  world = await makeWorld();
  const { house, admin, hook, phones } = world;
  await house.ok('POST', hook, grafanaAlert('Disk full'));
  await house.settle();
  await house.advance(1);
  expect(phones.A.isRinging).toBe(true);
  const { integrations } = await house.ok('GET', '/integrations', undefined, admin.token);
  const [{ integrationId, version }] = integrations as [{ integrationId: string; version: number }];
  await house.ok('PATCH', `/integrations/${integrationId}`, { version, mode: 'shadow' }, admin.token);
  expect(phones.A.isRinging).toBe(true);
  await house.ok('POST', hook, grafanaAlert('Disk full', { status: 'resolved' }));
  await house.settle();
  await house.advance(1);
  expect(phones.A.isRinging).toBe(false);
});
