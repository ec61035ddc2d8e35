import { afterEach, describe, expect, it } from '@jest/globals';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

let world: World;
afterEach(() => world.house.stop());

describe('a step for critical alerts only', () => {
  it('rings when a critical alert joins a warning', async () => {
    world = await makeWorld();
    const { house, people, phones, policyId } = world;
    const step = (who: 'A' | 'C', severities: readonly string[]): object => ({
      targets: [{ kind: 'user', id: people[who].userId }],
      simultaneous: 1,
      ringSeconds: 30,
      retries: 0,
      pauseSeconds: 15,
      when: { severities },
    });
    const policy = await house.ok('GET', `/policies/${policyId}`, undefined, people.A.token);
    await house.ok(
      'PATCH',
      `/policies/${policyId}`,
      {
        version: policy['version'],
        steps: [step('C', ['critical']), step('A', ['warning', 'high', 'unknown'])],
      },
      people.A.token,
    );
    await house.ok('POST', world.hook, grafanaAlert('Queue', { severity: 'warning', group: 'mail' }));
    await house.advance(1);
    expect([phones.A.isRinging, phones.C.isRinging]).toEqual([true, false]);
    await house.ok('POST', world.hook, grafanaAlert('Disk', { severity: 'critical', group: 'mail' }));
    await house.advance(1);
    expect(phones.C.isRinging).toBe(true);
  });
});
