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

describe('an alert that joins while somebody reads on after the first has resolved', () => {
  it('has a last resort of its own: the one before it ended with the first', async () => {
    world = await makeWorld();
    const { house, admin, people, phones } = world;
    await house.phones.enrol(house, admin.token, 'phone-admin');
    const send = async (name: string, status: 'firing' | 'resolved' = 'firing'): Promise<void> => {
      await house.ok('POST', world.hook, grafanaAlert(name, { group: 'mail', status }));
      await house.advance(1);
    };
    const all = async (): Promise<readonly string[]> =>
      (
        await house.query<{ one: string }>(
          `select kind || ' ' || status as one from escalations order by number`,
        )
      ).map(({ one }) => one);
    await send('First');
    const [{ id } = { id: '' }] = await house.query<{ id: string }>(`select id from escalations`);
    await house.ok('POST', `/escalations/${id}/skip-step`, {}, people.A.token);
    await house.advance(1);
    await phones.A.answer();
    await send('First', 'resolved');
    expect(await all()).toEqual(['first calling', 'organisation resolved']);
    await send('Second');
    expect(await all()).toEqual(['first calling', 'organisation resolved', 'organisation calling']);
    await phones.A.decline();
    await house.advance(40);
    expect((await all()).slice(0, 3)).toEqual([
      'first exhausted',
      'organisation resolved',
      'organisation calling',
    ]);
    await send('Second', 'resolved');
    expect(await all()).toEqual(['first exhausted', 'organisation resolved', 'organisation resolved']);
  });
});
