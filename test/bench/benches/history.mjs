import pg from 'pg';
import { middle } from '../rounds.mjs';

const FEW = 10_000;
const MANY = Number(process.env.BENCH_HISTORY ?? 1_000_000);
const ROUNDS = 5;
const TICKS = 200;

/**
 * What a history of a million alerts, escalations and calls costs each look of the engine. By hand: it takes minutes.
 * Two houses are asked in turns: filling takes so long that the machine is another one afterwards.
 */
export const history = {
  name: 'history',
  byHand: true,
  async run(world) {
    const few = await filled(world, FEW);
    const many = await filled(world, MANY);
    const ratios = [];
    const times = { few: [], many: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      const [before, after] = [await tickP50(few), await tickP50(many)];
      times.few.push(before);
      times.many.push(after);
      ratios.push(after / before);
    }
    await few.end();
    await many.end();
    const { value, ...spread } = middle(ratios);
    const p50 = (list) => `${middle(list).value.toFixed(3)} ms`;
    return [
      {
        name: `history of ${MANY} against ${FEW}: looks of the engine, p50`,
        unit: '×',
        value,
        ...spread,
        must: 1.5,
        aim: 1.15,
        note: `p50 ${p50(times.few)} and ${p50(times.many)}, in turns`,
      },
    ];
  },
};

async function filled(world, size) {
  const { databaseUrl, server, teams } = await world.house({ teams: 1 });
  // What it would do beside the looks is none of theirs.
  await server.stop();
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await past(client, teams, 0, size);
  return client;
}

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
           now() - (60 + n) * interval '1 minute', now() - (60 + n) * interval '1 minute' + interval '40 seconds'
         from generate_series($2::int, $3::int - 1) as n returning id, started_at)
       insert into calls (id, escalation_id, key, cycle, step, user_id, try, status, state, stages, version, started_at)
       select gen_random_uuid(), id, 'k', 1, 1, gen_random_uuid(), 1, 'accepted', '{}', '{}', 3, started_at from made`,
      [teamId, at, end],
    );
  }
  await client.query('vacuum analyze escalations');
  await client.query('vacuum analyze calls');
  await client.query('checkpoint');
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
