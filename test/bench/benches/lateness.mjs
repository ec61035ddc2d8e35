import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { percentiles, throughput } from '../load.mjs';
import { grafanaBody } from '../organisation.mjs';
import { graphileWorkerLateness, pgBossLateness } from '../job-queues.mjs';
import { cpuSeconds } from '../processor.mjs';
import { CONNECTIONS } from '../world.mjs';

const LIVE = Number(process.env.BENCH_LIVE ?? 10_000);
const RING_SECONDS = 30;
/** Nobody counts rings before the phones have had time to start: a ring lasts that much longer. */
const GRACE_SECONDS = 3;
/** A large organisation, as `engine.md` counts its teams; one person is called by each. */
const TEAMS = 190;
const JOBS_SECONDS = 30;

/**
 * Ten thousand live escalations whose rings end after 30 s and begin again, and what job queues do with as many jobs.
 * They are opened over the length of a ring, so that as many rings end in each second as in every other.
 */
export const lateness = {
  name: 'lateness',
  async run(world) {
    const ladder = { ringSeconds: RING_SECONDS, retries: 10, repeat: 10, pauseSeconds: 0 };
    const { server, teams, post, databaseUrl } = await world.house({ teams: TEAMS, ladder });
    const start = performance.now();
    await throughput({
      lanes: CONNECTIONS,
      times: LIVE,
      work: async (i) => {
        await pause(start + (i / LIVE) * (RING_SECONDS + GRACE_SECONDS) * 1000 - performance.now());
        return post(teams[i % teams.length].path, grafanaBody(`l${i}`, { group: `live-${i}` }));
      },
    });
    // What the openings held up.
    await pause(RING_SECONDS * 1000);
    await server.lateness();
    const usedBefore = cpuSeconds(server.pid);
    await pause(2 * RING_SECONDS * 1000);
    const usedMs = (cpuSeconds(server.pid) - usedBefore) * 1000;
    const own = percentiles((await server.lateness()).map((seconds) => seconds * 1000));
    const live = await liveIn(databaseUrl);
    await server.stop();
    const boss = await pgBossLateness({ databaseUrl, jobs: LIVE, seconds: JOBS_SECONDS });
    const worker = await graphileWorkerLateness({ databaseUrl, jobs: LIVE, seconds: JOBS_SECONDS });
    // Where others work beside it, its lateness says little and this says more.
    const each = `${(usedMs / own.count).toFixed(2)} ms of the server's processor each, rings and all`;
    const note = `${live} live, ${own.count} timers in ${2 * RING_SECONDS} s, p50 ${own.p50.toFixed(0)} ms; ${each}`;
    const against = (name, theirs) => ({
      name: `lateness of timers, p99, against ${name} at its defaults`,
      unit: '×',
      value: own.p99 / theirs.p99,
      must: 0.2,
      aim: 0.05,
      note: `theirs ${theirs.p99.toFixed(0)} ms of ${theirs.count} jobs in ${JOBS_SECONDS} s`,
    });
    return [
      {
        name: `${LIVE} live escalations: lateness of timers, p99`,
        unit: 'ms',
        value: own.p99,
        must: 250,
        aim: 75,
        note,
      },
      against('pg-boss', boss),
      against('graphile-worker', worker),
    ];
  },
};

async function liveIn(databaseUrl) {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query('select count(*)::int as n from escalations where due_at is not null');
  await client.end();
  return rows[0].n;
}
