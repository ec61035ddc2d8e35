import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Json } from '../harness/json.js';
import { makeWorld, type World } from '../harness/world.js';

/** A house is started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;

describe('an integration on trial', () => {
  let world: World;
  let integrationId: string;
  let send: (path: string, body: object) => Promise<void>;

  beforeAll(async () => {
    world = await makeWorld();
    const given = { teamId: world.teamId, name: 'Trial', source: 'opsgenie-alerts', mode: 'shadow' };
    ({ integrationId } = await admin('POST', '/integrations', given));
    const { key } = await admin('POST', `/integrations/${integrationId}/setup`, {});
    send = async (path, body) => {
      await fetch(`${world.house.origin}/v2/alerts${path}`, {
        method: 'POST',
        headers: { authorization: `GenieKey ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      await world.house.settle();
      await world.house.advance(1);
    };
  }, HOUSE_MS);
  afterAll(() => world.house.stop());

  const admin = (method: string, path: string, body?: unknown): Promise<Json> =>
    world.house.ok(method, path, body, world.admin.token);
  const report = (query = ''): Promise<Json> =>
    admin('GET', `/integrations/${integrationId}/shadow-report${query}`);

  it('rings nobody, and its report says who would have been, beside who acknowledged it elsewhere', async () => {
    const { house, people, phones, teamId } = world;
    const empty = await report();
    expect(empty).toMatchObject({ alerts: [], isCut: false, ringing: 0 });
    await send('', { message: 'Disk full', alias: 'disk', priority: 'P1' });
    await house.advance(39);
    await send('/disk/acknowledge?identifierType=alias', { user: 'night@example.org' });
    await house.advance(19);
    await send('/disk/close?identifierType=alias', {});
    await send('', { message: 'Note', alias: 'note', priority: 'P5' });
    expect(Object.values(phones).map(({ ringsSeen }) => ringsSeen)).toEqual([0, 0, 0, 0]);
    const person = ({ userId, name }: { userId: string; name: string }): object => ({ userId, name });
    expect(await report()).toMatchObject({
      ringing: 1,
      reachingNobody: 0,
      acknowledgedElsewhere: 1,
      alerts: [
        { title: 'Note', status: 'firing', routes: [{ urgency: 'inform', first: [], next: [] }] },
        {
          title: 'Disk full',
          severity: 'critical',
          status: 'resolved',
          acknowledgedBy: 'night@example.org',
          acknowledgedAfterSeconds: 40,
          endedAfterSeconds: 60,
          routes: [
            {
              teamId,
              urgency: 'ring',
              because: 'integration',
              first: [person(people.A), person(people.B)],
              next: [person(people.C), person(people.D)],
              afterSeconds: 0,
            },
          ],
        },
      ],
    });
  });

  it('is asked about a time, and says so when nobody could have been reached', async () => {
    const { house } = world;
    const from = house.clock.now().toISOString();
    expect((await report(`?from=${from}`))['alerts']).toEqual([]);
    await house
      .query(`update devices set removed_at = now()`)
      .catch(() => house.query(`delete from devices`));
    await send('', { message: 'Nobody', alias: 'nobody', priority: 'P1' });
    expect(await report(`?from=${from}`)).toMatchObject({
      ringing: 0,
      reachingNobody: 1,
      alerts: [{ title: 'Nobody', routes: [{ urgency: 'ring', first: [] }] }],
    });
  });
});
