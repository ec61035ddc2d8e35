import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { House } from '../harness/house.js';
import { leaksOf } from '../harness/planted.js';
import { firstAdmin, PASSWORD, type Person } from '../harness/world.js';

/** Every house of these tests is looked at when it stops; this says that the look sees. */
describe('what leaves the house', () => {
  let house: House;
  let admin: Person;

  beforeAll(async () => {
    house = await House.start();
    admin = await firstAdmin(house);
  }, 60_000);
  afterAll(() => house.stop());

  it('holds no secret after everything that was said so far', async () => {
    expect(await leaksOf(house)).toEqual([]);
  });

  it('is seen to hold one where somebody lets it out', async () => {
    const from = house.overheard.log.length;
    new Logger('Careless').debug(`they typed ${PASSWORD}`);
    house.overheard.problems.push(JSON.stringify({ title: `no such password: ${PASSWORD}` }));
    const leaks = await leaksOf(house);
    expect(leaks).toHaveLength(2);
    expect(leaks.join()).toMatch(
      /field password \([0-9a-f]{8}\) in the log,field password \([0-9a-f]{8}\) in a problem/,
    );
    expect(leaks.join()).not.toContain(PASSWORD);
    house.overheard.log.splice(from);
    house.overheard.problems.pop();
    expect(await leaksOf(house)).toEqual([]);
  });

  it('knows tokens, keys and addresses by having seen them pass', async () => {
    const given = { name: 'CI', scopes: ['read'], expiresInDays: 1 };
    const { secret } = await house.ok('POST', '/tokens', given, admin.token);
    const team = await house.ok('POST', '/teams', { slug: 'mail', name: 'Mail' }, admin.token);
    const made = { teamId: team['teamId'], name: 'Grafana', source: 'grafana' };
    const { integrationId } = await house.ok('POST', '/integrations', made, admin.token);
    const { url } = await house.ok('POST', `/integrations/${integrationId}/setup`, {}, admin.token);
    const key = new URL(url).pathname.split('/').at(-1) ?? '';
    for (const text of [secret, admin.token, key])
      expect(house.planted.leaksIn('here', `… ${text} …`)).not.toEqual([]);
  });
});
