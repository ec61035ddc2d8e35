import { afterEach, describe, expect, it } from '@jest/globals';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

let world: World;
afterEach(() => world.house.stop());

describe('a worse alert of a group that somebody has taken', () => {
  it('rings that person first, and everybody else once they do not answer', async () => {
    world = await makeWorld();
    const { house, phones } = world;
    const send = async (name: string, severity: string): Promise<void> => {
      await house.ok('POST', world.hook, grafanaAlert(name, { severity, group: 'mail' }));
      await house.settle();
    };
    await send('Slow', 'warning');
    await house.advance(1);
    await phones.A.accept();
    await house.advance(60);
    expect([phones.A, phones.B, phones.C].map((phone) => phone.ringsSeen)).toEqual([1, 1, 0]);

    await send('Down', 'critical');
    await house.advance(1);
    expect([phones.A, phones.B, phones.C].map((phone) => phone.ringsSeen)).toEqual([2, 1, 0]);
    await house.advance(45);
    expect(phones.B.isRinging).toBe(true);
    await house.advance(60);
    expect(phones.C.ringsSeen).toBeGreaterThan(0);
  });
});
