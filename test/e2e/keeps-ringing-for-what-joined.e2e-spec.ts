import { afterEach, describe, expect, it } from '@jest/globals';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

let world: World;
afterEach(() => world.house.stop());

describe('an alert that joins while the last resort rings', () => {
  it('is taken along by it: the last resort rings on until that alert resolves, too', async () => {
    world = await makeWorld();
    const { house, admin, people } = world;
    await house.phones.enrol(house, admin.token, 'phone-admin');
    const send = async (name: string, status: 'firing' | 'resolved' = 'firing'): Promise<void> => {
      await house.ok('POST', world.hook, grafanaAlert(name, { group: 'mail', status }));
      await house.settle();
    };
    const kinds = async (): Promise<Readonly<Record<string, string>>> => {
      const rows = await house.query<{ kind: string; status: string }>(
        `select kind, status from escalations`,
      );
      return Object.fromEntries(rows.map(({ kind, status }) => [kind, status]));
    };
    await send('First');
    const [{ id } = { id: '' }] = await house.query<{ id: string }>(`select id from escalations`);
    // The ladder is over while A and B still ring.
    await house.ok('POST', `/escalations/${id}/skip-step`, {}, people.A.token);
    await house.settle();
    expect(await kinds()).toEqual({ first: 'calling', organisation: 'calling' });
    await send('Second');
    await send('First', 'resolved');
    await house.advance(45);
    expect(await kinds()).toMatchObject({ first: 'exhausted', organisation: 'calling' });
    await send('Second', 'resolved');
    expect(await kinds()).toMatchObject({ organisation: 'resolved' });
  });
});
