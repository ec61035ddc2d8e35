// npm run bench: the figures of the engine's design, as ratios of one run on this machine. Under three minutes.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrap, ROOT, runScript } from './bootstrap.mjs';
import { Progress } from './start/progress.mjs';

const CONNECTIONS = 32;
const TEAMS = 50;
const GROUPS_OF_TEAM = 4;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 8);
const RINGS = Number(process.env.BENCH_RINGS ?? 300);

await runScript(async () => {
  const progress = new Progress();
  await bootstrap(progress);
  const { ensureBuilt } = await import('./start/build.mjs');
  await ensureBuilt(ROOT, progress, ['server']);
  const { startPostgres } = await import('./embedded-postgres.mjs');
  const { Gateway, startServer } = await import('../test/bench/running-server.mjs');
  const { makeTeams } = await import('../test/bench/organisation.mjs');
  const room = mkdtempSync(join(tmpdir(), 'barry-bench-'));
  const cleanUps = [() => rmSync(room, { recursive: true, force: true })];
  try {
    const loadBefore = loadavg()[0];
    // As it is in production: every commit waits for the disk.
    const database = await startPostgres({ dataDir: join(room, 'postgres') });
    cleanUps.push(() => database.stop());
    const gateway = await Gateway.open();
    cleanUps.push(() => gateway.close());
    const profileDir = process.env.BENCH_PROFILE;
    const server = await startServer({ databaseUrl: database.url, gateway, profileDir });
    cleanUps.push(() => server.stop());
    const teams = await progress.step('making 50 teams', () => makeTeams({ ...server, count: TEAMS }));
    const rows = await measured({ database, gateway, server, teams });
    show(rows);
    const machine = `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores`;
    const report = { at: new Date().toISOString(), machine, loadBefore, node: process.version, rows };
    writeFileSync(join(ROOT, 'docs/bench.json'), `${JSON.stringify(report, null, 2)}\n`);
    console.log(`\nLoad of the machine before: ${loadBefore.toFixed(1)} on ${availableParallelism()} cores.`);
  } finally {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  }
});

async function measured({ database, gateway, server, teams }) {
  const { baseline } = await import('../test/bench/baseline.mjs');
  const { grafanaBody } = await import('../test/bench/organisation.mjs');
  const { Sender, throughput } = await import('../test/bench/load.mjs');
  const sender = new Sender(server.origin, CONNECTIONS);
  const body = (prefix, i, group) => grafanaBody(`${prefix}${i}`, { group });
  const insert = () =>
    baseline({
      databaseUrl: database.url,
      connections: CONNECTIONS,
      seconds: SECONDS / 2,
      body: (i) => body('b', i, 'g'),
    });
  const intake = (prefix, groupOf, bound = { seconds: SECONDS }) =>
    throughput({
      lanes: CONNECTIONS,
      ...bound,
      work: async (i) => {
        const { path } = teams[i % TEAMS];
        return (await sender.post(path, body(prefix, i, groupOf(i)))) === 200;
      },
    });
  const joining = (i) => `${i % TEAMS}-${Math.floor(i / TEAMS) % GROUPS_OF_TEAM}`;

  const ring = await idleRings({ gateway, sender, teams, grafanaBody });
  // Every group has its escalation before joining is measured.
  await intake('w', joining, { times: 2 * TEAMS * GROUPS_OF_TEAM });
  const before = await insert();
  const joined = await intake('j', joining);
  const between = await insert();
  const opened = await intake('o', (i) => `own-${i}`);
  const after = await insert();
  sender.close();
  const around = (a, b) => (a.perSecond + b.perSecond) / 2;
  return [
    {
      name: 'idle: alert POST → first ring at the gateway, p50',
      unit: 'ms',
      value: ring.p50,
      must: 30,
      aim: 8,
      better: 'lower',
    },
    {
      name: 'idle: alert POST → first ring at the gateway, p99',
      unit: 'ms',
      value: ring.p99,
      must: 150,
      aim: 40,
      better: 'lower',
    },
    ratioRow('POST → durable answer, against the baseline', joined, around(before, between), 0.4, 0.7),
    ratioRow('the same, every POST opens an escalation', opened, around(between, after), 0.12, 0.3),
  ];
}

/** One after another, each resolved before the next: the house is idle when an alert comes. */
async function idleRings({ gateway, sender, teams, grafanaBody }) {
  const { percentiles } = await import('../test/bench/load.mjs');
  const times = [];
  for (let i = 0; i < RINGS + 20; i += 1) {
    const { device, path } = teams[i % teams.length];
    const rung = gateway.next(device, 'ring');
    const from = performance.now();
    await sender.post(path, grafanaBody(`r${i}`, { group: `ring-${i}` }));
    const at = await rung;
    // The first ones warm up.
    if (i >= 20) times.push(at - from);
    const cancelled = gateway.next(device, 'cancel');
    await sender.post(path, grafanaBody(`r${i}`, { group: `ring-${i}`, status: 'resolved' }));
    await cancelled;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return percentiles(times);
}

function ratioRow(name, { perSecond, failed, p50, p99 }, baselinePerSecond, must, aim) {
  const value = perSecond / baselinePerSecond;
  return {
    name,
    unit: '×',
    value,
    must,
    aim,
    better: 'higher',
    perSecond,
    baselinePerSecond,
    failed,
    p50,
    p99,
  };
}

function show(rows) {
  console.log(
    `\n${'benchmark'.padEnd(52)} ${'reached'.padStart(10)} ${'must'.padStart(8)} ${'aim'.padStart(8)}`,
  );
  for (const { name, unit, value, must, aim, better, ...more } of rows) {
    const reaches = (bound) => (better === 'lower' ? value <= bound : value >= bound);
    const mark = reaches(aim) ? '✓✓' : reaches(must) ? '✓' : '✗';
    const text = (number) => `${unit === '×' ? number.toFixed(2) : number.toFixed(0)} ${unit}`;
    console.log(
      `${name.padEnd(52)} ${text(value).padStart(10)} ${text(must).padStart(8)} ${text(aim).padStart(8)}  ${mark}`,
    );
    if (more.perSecond)
      console.log(
        `${''.padEnd(4)}${more.perSecond.toFixed(0)}/s against ${more.baselinePerSecond.toFixed(0)}/s; p50 ${more.p50.toFixed(0)} ms, p99 ${more.p99.toFixed(0)} ms; not answered 200: ${more.failed}`,
      );
  }
}
