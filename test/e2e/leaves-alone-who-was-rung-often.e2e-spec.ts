import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { AlertsService, API_ORIGIN } from '../../src/modules/alerts/index.js';
import { brokenInvariants } from '../harness/invariants.js';
import type { Json } from '../harness/json.js';
import { grafanaAlert, makeWorld, type World } from '../harness/world.js';

type Letter = 'A' | 'B' | 'C' | 'D';

let world: World;
let started = 0;

beforeEach(async () => {
  started = 0;
  world = await makeWorld();
  await rings({ letters: 'AB' });
});
afterEach(async () => {
  // Of held ones, too, the log alone gives the row.
  expect(await brokenInvariants((sql, parameters) => world.house.query(sql, parameters))).toEqual([]);
  await world.house.stop();
});

/** The policy of the team: these, in this order, one at a time. */
async function rings({
  letters,
  delaySeconds = 0,
}: {
  letters: string;
  delaySeconds?: number;
}): Promise<void> {
  const { house, people, policyId } = world;
  const { version } = await house.ok('GET', `/policies/${policyId}`, undefined, people.A.token);
  const targets = [...letters].map((letter) => ({ kind: 'user', id: people[letter as Letter].userId }));
  const step = { targets, simultaneous: 1, ringSeconds: 30, retries: 0, pauseSeconds: 15 };
  const change = { version, delaySeconds, steps: [step] };
  await house.ok('PATCH', `/policies/${policyId}`, change, people.A.token);
}

async function fire(severity = 'warning'): Promise<void> {
  started += 1;
  const name = `Q${String(started).padStart(3, '0')}`;
  await world.house.ok('POST', world.hook, grafanaAlert(name, { severity }));
  await world.house.settle();
}

/** Once it rings. */
async function takes(letter: Letter): Promise<void> {
  await world.house.advance(1);
  await world.phones[letter].accept();
}

/** Whom the newest escalation has called, in order. */
async function called(): Promise<string> {
  return (await callsOf(`(select max(number) from escalations)`)).join('');
}
async function callsOf(number: string): Promise<readonly string[]> {
  const rows = await world.house.query<{ user_id: string }>(
    `select user_id from calls c join escalations e on e.id = c.escalation_id where e.number = ${number}
     order by c.started_at, c.id`,
  );
  return rows.map(({ user_id }) => letterOf(user_id));
}
const letterOf = (userId: string): string =>
  Object.entries(world.people).find(([, person]) => person.userId === userId)?.[0] ?? '?';

async function newest(): Promise<Json> {
  const { escalations } = await world.house.ok('GET', '/escalations', undefined, world.people.A.token);
  const { escalationId } = escalations[0];
  return world.house.ok('GET', `/escalations/${escalationId}`, undefined, world.people.A.token);
}

it('the seventh warning within ten minutes rings Ben while he is free; what is critical rings Aoi', async () => {
  for (let times = 1; times <= 6; times += 1) {
    await fire();
    expect(await called()).toBe('A');
    await takes('A');
    await world.house.advance(59);
  }
  await fire();
  expect(await called()).toBe('B');
  const view = await newest();
  const first = new Date(view['startedAt'] as string).getTime() - 6 * 60_000;
  expect(view['next']).toEqual([
    { userId: world.people.A.userId, name: 'Aoi', heldUntil: new Date(first + 10 * 60_000).toISOString() },
  ]);
  const why = await world.house.ok(
    'GET',
    `/escalations/${view['escalationId']}/log`,
    undefined,
    world.people.A.token,
  );
  expect(JSON.stringify(why)).toContain('Aoi was rung often in the last minutes and is left alone for 240 s');

  await fire('critical');
  expect(await called()).toBe('A');
  await takes('A');

  // Ben does not answer either: rather once too often than nobody at all.
  await world.house.advance(31);
  expect(await callsOf('7')).toEqual(['B', 'A']);
  await takes('A');
});

it('after ten minutes it is as before', async () => {
  for (let times = 1; times <= 6; times += 1) {
    await fire();
    await takes('A');
  }
  await world.house.advance(593);
  await fire();
  expect(await called()).toBe('B');
  await takes('B');
  await fire();
  expect(await called()).toBe('A');
  await takes('A');
});

it('many that begin in one batch count as many that begin one after the other', async () => {
  const { house } = world;
  await house.get(AlertsService).ingest(
    Array.from({ length: 8 }, (_, i) => ({
      origin: API_ORIGIN,
      receivedAt: house.clock.now(),
      signal: { action: 'trigger', dedupKey: `b${i}`, title: `B${i}`, severity: 'warning' } as const,
    })),
  );
  await house.settle();
  expect(await firstCalls()).toEqual({ A: 6, B: 2 });
});

it('so do those whose delay ends in the same moment', async () => {
  await rings({ letters: 'AB', delaySeconds: 60 });
  for (let times = 1; times <= 8; times += 1) await fire();
  await world.house.advance(60);
  expect(await firstCalls()).toEqual({ A: 6, B: 2 });
});

async function firstCalls(): Promise<Record<string, number>> {
  const rows = await world.house.query<{ user_id: string }>('select user_id from calls');
  const counts: Record<string, number> = {};
  for (const { user_id } of rows) counts[letterOf(user_id)] = (counts[letterOf(user_id)] ?? 0) + 1;
  return counts;
}

it('whoever is next after a decline is asked about again: it may have been much meanwhile', async () => {
  await rings({ letters: 'BAC' });
  await fire();
  expect(await called()).toBe('B');
  await rings({ letters: 'A' });
  for (let times = 1; times <= 6; times += 1) {
    await fire();
    expect(await called()).toBe('A');
    await takes('A');
  }
  await world.house.advance(1);
  await world.phones.B.decline();
  expect(await callsOf('1')).toEqual(['B', 'C']);
  await takes('C');
});

it('alone in their step they ring, however often', async () => {
  await rings({ letters: 'A' });
  for (let times = 1; times <= 8; times += 1) {
    await fire();
    expect(await called()).toBe('A');
    await takes('A');
  }
});
