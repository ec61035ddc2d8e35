import { afterEach, expect, it } from '@jest/globals';
import { AlertExpiry, AlertsService, API_ORIGIN } from '../../src/modules/alerts/index.js';
import { EscalationEngine } from '../../src/modules/escalation/index.js';
import { makeWorld, type World } from '../harness/world.js';

let world: World;
afterEach(() => world.house.stop());

const fire = (names: readonly string[]): Promise<unknown> =>
  world.house.get(AlertsService).ingest(
    names.map((name) => ({
      origin: API_ORIGIN,
      receivedAt: world.house.clock.now(),
      signal: { action: 'trigger', dedupKey: name, title: name, severity: 'critical' } as const,
    })),
  );
/** No kernel can decide about a run without its policy. */
const poison = (): Promise<unknown> =>
  world.house.query(`update escalations set run = jsonb_set(run, '{policy}', 'null')`);
const heal = (): Promise<unknown> =>
  world.house
    .query(`update escalations set run = jsonb_set(run, '{policy}', (select run -> 'policy' from escalations
    where title like '% good')) where title not like '% good'`);
const isRung = async (): Promise<boolean> =>
  (await world.house.query(`select from escalations where title like '% good' and status = 'calling'`))
    .length > 0;

it('more than a whole turn of rows that cannot be decided keep nobody else waiting', async () => {
  world = await makeWorld({ policy: { delaySeconds: 60 } });
  const { house } = world;
  house.isTamperedWith = true;
  await fire(Array.from({ length: 250 }, (_, i) => `bad ${i}`));
  await poison();
  house.clock.moveTo(house.clock.nowMs() + 1_000);
  await fire(['good']);
  house.clock.moveTo(house.clock.nowMs() + 60_000);
  await house.get(EscalationEngine).tick();
  expect(await isRung()).toBe(false);
  await house.get(EscalationEngine).tick();
  expect(await isRung()).toBe(true);
  const found = await house.query(`select times from engine_findings where code = 'row-failed'`);
  expect(found).toHaveLength(250);

  await heal();
  await house.advance(1);
  expect(await house.query(`select from escalations where status = 'delayed'`)).toEqual([]);
}, 120_000);

it('it is tried again, later each time and after five minutes at most, and counted', async () => {
  world = await makeWorld({ policy: { delaySeconds: 60 } });
  const { house } = world;
  house.isTamperedWith = true;
  await fire(['bad']);
  await poison();
  const waits: number[] = [];
  for (let tries = 0; tries < 11; tries += 1) {
    const [row] = await house.query<{ due_at: Date }>('select due_at from escalations');
    const dueMs = row?.due_at.getTime() ?? 0;
    house.clock.moveTo(dueMs);
    await house.get(EscalationEngine).tick();
    const [next] = await house.query<{ due_at: Date }>('select due_at from escalations');
    waits.push(((next?.due_at.getTime() ?? 0) - dueMs) / 1000);
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  const found = await house.query(`select times from engine_findings where code = 'row-failed'`);
  expect(found).toEqual([{ times: 11 }]);
});

it('a call that cannot be decided keeps the other calls of its escalation going', async () => {
  world = await makeWorld();
  const { house } = world;
  house.isTamperedWith = true;
  await fire(['one']);
  await house.settle();
  await house.advance(1);
  await house.query(
    `update calls set state = jsonb_set(state, '{devices}', 'null') where id = (select id from calls order by id limit 1)`,
  );
  house.clock.moveTo(house.clock.nowMs() + 40_000);
  for (let turns = 0; turns < 5; turns += 1) await house.get(EscalationEngine).tick();
  const calls = await house.query<{ status: string }>('select status from calls order by id');
  expect(calls.map(({ status }) => status)).toEqual(['calling', 'ended', 'calling']);
});

it('what the database is too slow for is no fault of the row, and is tried again each second', async () => {
  world = await makeWorld({ policy: { delaySeconds: 60 } });
  const { house } = world;
  house.isTamperedWith = true;
  await fire(['one good']);
  await house.query(`create function slow() returns trigger language plpgsql as $$
    begin raise exception 'canceling statement due to statement timeout' using errcode = '57014'; end $$`);
  await house.query(
    `create trigger slow before update of run on escalations for each row execute function slow()`,
  );
  const waits: number[] = [];
  for (let tries = 0; tries < 6; tries += 1) {
    const [row] = await house.query<{ due_at: Date }>('select due_at from escalations');
    const dueMs = row?.due_at.getTime() ?? 0;
    house.clock.moveTo(dueMs);
    await house.get(EscalationEngine).tick();
    const [next] = await house.query<{ due_at: Date }>('select due_at from escalations');
    waits.push(((next?.due_at.getTime() ?? 0) - dueMs) / 1000);
  }
  expect(waits).toEqual([1, 1, 1, 1, 1, 1]);
  await house.query(`drop trigger slow on escalations`);
  await house.advance(1);
  expect(await isRung()).toBe(true);
});

it('an alert that cannot be ended keeps none of its turn from ending, and is tried again later', async () => {
  world = await makeWorld({ phones: false });
  const { house } = world;
  const receivedAt = house.clock.now();
  const expiresAt = new Date(receivedAt.getTime() + 60_000);
  const over = async (): Promise<string[]> =>
    (
      await house.query<{ dedup_key: string }>(
        `select dedup_key from alerts where status = 'resolved' order by dedup_key`,
      )
    ).map(({ dedup_key: key }) => key);
  const look = async (afterSeconds: number): Promise<void> => {
    house.clock.moveTo(house.clock.nowMs() + afterSeconds * 1000);
    await house.get(AlertExpiry).run(house.clock.now(), new Date(0));
  };
  await house.get(AlertsService).ingest(
    ['a', 'bad', 'c', 'd', 'e', 'worse'].map((name) => ({
      origin: API_ORIGIN,
      receivedAt,
      signal: { action: 'trigger', dedupKey: name, title: name, severity: 'info', expiresAt } as const,
    })),
  );
  await house.query(`
    create function refuse() returns trigger language plpgsql as $$ begin
      raise exception 'poison' using errcode = 'check_violation'; end $$;
    create trigger refuse before update on alerts for each row
      when (new.status = 'resolved' and new.dedup_key in ('bad', 'worse')) execute function refuse()`);
  await look(61);
  expect(await over()).toEqual(['a', 'c', 'd', 'e']);
  await house.query('drop trigger refuse on alerts');
  await look(60);
  expect(await over()).toHaveLength(4);
  await look(300);
  expect(await over()).toHaveLength(6);
});
