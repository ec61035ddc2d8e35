import pg from 'pg';
import { inRounds, middle } from '../rounds.mjs';

const FEW = 10_000;
const MANY = Number(process.env.BENCH_HISTORY ?? 1_000_000);
const ROUNDS = 5;
const TICKS = 200;

/** What a history of a million alerts, escalations and calls costs each look of the engine. By hand: it takes minutes. */
export const history = {
  name: 'history',
  byHand: true,
  async run(world) {
    const house = await world.house({ teams: 5 });
    const client = new pg.Client(house.databaseUrl);
    await client.connect();
    try {
      await past(client, house.teams, 0, FEW);
      const few = await inRounds(ROUNDS, () => tickP50(client));
      await past(client, house.teams, FEW, MANY);
      const many = await inRounds(ROUNDS, () => tickP50(client));
      const value = middle(many).value / middle(few).value;
      const note = `p50 ${middle(few).value.toFixed(3)} ms and ${middle(many).value.toFixed(3)} ms`;
      return [
        {
          name: `history of ${MANY} against ${FEW}: looks of the engine, p50`,
          unit: '×',
          value,
          must: 1.5,
          aim: 1.15,
          note,
        },
      ];
    } finally {
      await client.end();
    }
  },
};

/** Escalations and calls that are over, with their alerts, as rows of the shape that the house writes. */
async function past(client, teams, from, to) {
  const { teamId } = teams[0];
  for (let at = from; at < to; at += 50_000) {
    const end = Math.min(at + 50_000, to);
    await client.query(
      `with made as (
         insert into escalations (id, team_id, kind, status, severity, title, message, group_key, is_ordinary, snapshot, run,
           version, started_at, ended_at)
         select gen_random_uuid(), $1, 'first', 'accepted', 'high', 'Past', '', 'past-' || n, true, '{}', '{}', 3,
           now() - n * interval '1 minute', now() - n * interval '1 minute' + interval '40 seconds'
         from generate_series($2::int, $3::int - 1) as n returning id, started_at)
       insert into calls (id, escalation_id, key, cycle, step, user_id, try, status, state, stages, version, started_at)
       select gen_random_uuid(), id, 'k', 1, 1, gen_random_uuid(), 1, 'accepted', '{}', '{}', 3, started_at from made`,
      [teamId, at, end],
    );
  }
  await client.query('analyze escalations, calls');
}

async function tickP50(client) {
  const times = [];
  for (let i = 0; i < TICKS; i += 1) {
    const from = performance.now();
    await client.query(
      `select * from (
         (select id, due_at from escalations where due_at <= now() order by due_at limit 200)
         union all (select id, due_at from calls where due_at <= now() order by due_at limit 200)) as due
       order by due_at limit 200`,
    );
    times.push(performance.now() - from);
  }
  return times.toSorted((a, b) => a - b)[TICKS / 2];
}
