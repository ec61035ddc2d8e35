import { setTimeout as pause } from 'node:timers/promises';
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { percentiles } from './load.mjs';

const PATIENCE_MS = 90_000;
const BATCH = 1_000;
const SILENT = new Logger(() => () => undefined);

/** Evenly over so many seconds, from a moment in which all of them are surely in. */
const instants = (jobs, seconds, fromMs) =>
  Array.from({ length: jobs }, (_, i) => fromMs + (i * seconds * 1000) / jobs);

async function untilAll(late, jobs) {
  for (const until = performance.now() + PATIENCE_MS; late.length < jobs && performance.now() < until;)
    await pause(100);
  return percentiles(late);
}

/** How late pg-boss begins its jobs. At its defaults, but that a batch may be as large as is due: one at a time it would never be done. */
export async function pgBossLateness({ databaseUrl, jobs, seconds }) {
  const boss = new PgBoss({ connectionString: databaseUrl, schema: 'bench_boss' });
  boss.on('error', () => undefined);
  await boss.start();
  await boss.createQueue('timers');
  const late = [];
  await boss.work('timers', { batchSize: BATCH }, async (batch) => {
    const now = Date.now();
    for (const { data } of batch) late.push(now - data.due);
  });
  const all = instants(jobs, seconds, Date.now() + 10_000);
  for (let i = 0; i < jobs; i += BATCH)
    await boss.insert(
      'timers',
      all.slice(i, i + BATCH).map((due) => ({ data: { due }, startAfter: new Date(due) })),
    );
  const result = await untilAll(late, jobs);
  await boss.stop({ graceful: false });
  return result;
}

/** How late graphile-worker begins its jobs, at its defaults. */
export async function graphileWorkerLateness({ databaseUrl, jobs, seconds }) {
  const pool = new pg.Pool({ connectionString: databaseUrl });
  // The database is stopped after it, and its idle connections hear of that.
  pool.on('error', () => undefined);
  const options = { pgPool: pool, schema: 'bench_worker', logger: SILENT };
  const utils = await makeWorkerUtils(options);
  await utils.migrate();
  const late = [];
  const all = instants(jobs, seconds, Date.now() + 10_000);
  for (let i = 0; i < jobs; i += BATCH)
    await utils.addJobs(
      all.slice(i, i + BATCH).map((due) => ({ identifier: 'timer', payload: { due }, runAt: new Date(due) })),
    );
  const runner = await run({
    ...options,
    noHandleSignals: true,
    taskList: { timer: async ({ due }) => void late.push(Date.now() - due) },
  });
  const result = await untilAll(late, jobs);
  await runner.stop();
  await utils.release();
  await pool.end();
  return result;
}
