import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SchedulerRegistry } from '@nestjs/schedule';
import pg from 'pg';
import { Loops } from '../../src/platform/clock/loop.js';
import { NumberingEngine } from '../../src/platform/events/numbering.engine.js';
import { EventLog } from '../../src/platform/events/event-log.js';
import { House } from '../harness/house.js';
import type { Json } from '../harness/json.js';
import { firstAdmin, type Person } from '../harness/world.js';

const HOUSE_MS = 60_000;
const NEVER_MS = 3_600_000;

/** The loops as they run, without the polls that stand behind them: a wake that is missed stays missed. */
function withoutPolls(house: House): void {
  const numbering = house.get(NumberingEngine);
  house.get(Loops).start({
    name: 'numbering',
    topics: ['events'],
    pollMs: NEVER_MS,
    tick: () => numbering.tick(),
  });
  clearInterval(house.app.get(SchedulerRegistry).getInterval<NodeJS.Timeout>('event-feed'));
}

describe('what is said, without any poll', () => {
  let house: House;
  let admin: Person;
  let cut: AbortController;
  beforeEach(async () => {
    cut = new AbortController();
    house = await House.start();
    admin = await firstAdmin(house);
    await house.settle();
    withoutPolls(house);
  }, HOUSE_MS);
  afterEach(async () => {
    cut.abort();
    await house.stop();
  });

  it('is due for its number at once, whatever instant it tells of', async () => {
    const at = new Date(house.clock.nowMs() + NEVER_MS);
    await house.query(`insert into event_log (id, at, kind) values (gen_random_uuid(), $1, 'test.ahead')`, [
      at,
    ]);
    expect(await house.get(NumberingEngine).nextDueMs()).toBeLessThanOrEqual(house.clock.nowMs());
  });

  /** Resolves with what was heard once all of it was. */
  const hearing = async (at: House, wanted: number): Promise<{ readonly all: Promise<readonly Json[]> }> => {
    const [row] = await house.query<{ last: string }>('select last from event_positions');
    const answer = await fetch(`${at.origin}/api/v1/events?after=${row?.last}`, {
      headers: { authorization: `Bearer ${admin.token}` },
      signal: cut.signal,
    });
    const read = async (): Promise<readonly Json[]> => {
      const events: Json[] = [];
      let text = '';
      for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
        text += new TextDecoder().decode(chunk);
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const data = /^data: (.*)$/m.exec(block)?.[1];
          const event = data === undefined ? undefined : (JSON.parse(data) as Json);
          if (String(event?.['kind']).startsWith('test.')) events.push(event as Json);
        }
        if (events.length >= wanted) return events;
      }
      return events;
    };
    return { all: read() };
  };
  const say = (n: number): Promise<void> =>
    house.get(EventLog).append([{ kind: `test.n${n}`, at: house.clock.now() }]);

  it('reaches the stream, each of two hundred that come all at once and one by one', async () => {
    const { all } = await hearing(house, 200);
    await Promise.all(Array.from({ length: 150 }, (_, n) => say(n)));
    for (let n = 150; n < 200; n += 1) await say(n);
    expect(new Set((await all).map(({ kind }) => kind as string)).size).toBe(200);
  });

  it('is numbered although another process held the counter and had looked before', async () => {
    const { all } = await hearing(house, 1);
    const another = new pg.Client(house.databaseUrl);
    await another.connect();
    try {
      await another.query('begin');
      const [{ pid = 0 } = {}] = (await another.query<{ pid: number }>('select pg_backend_pid() as pid'))
        .rows;
      await another.query('select last from event_positions where only_one for update');
      await say(0);
      // The other one found nothing to number: nobody else will come by. First ours has looked, and is at it or gone.
      let hasLooked = false;
      while (!hasLooked) {
        const looks = await house.query(
          `select 1 from pg_stat_activity where datname = current_database() and application_name = 'barry-ring'
             and query_start > (select xact_start from pg_stat_activity where pid = $1)`,
          [pid],
        );
        hasLooked = looks.length > 0;
      }
      await another.query('commit');
      expect(await all).toHaveLength(1);
    } finally {
      await another.end();
    }
  });
});
