// npm run prove: what needs longer than npm test may take. One after another; says what ran and what came of it.
// `npm run prove -- nights` runs only what has that in its name.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { bootstrap, ROOT, runScript } from './bootstrap.mjs';
import { Problem } from './problem.mjs';
import { Progress } from './start/progress.mjs';

const node = (...given) => [process.execPath, ...given];
const jest = (project, pattern) =>
  node(
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
    '--selectProjects',
    project,
    '--maxWorkers=1',
    '--testPathPatterns',
    pattern,
  );

/** The oldest that the README promises, where Debian puts it. */
const POSTGRES_15 = '/usr/lib/postgresql/15';

const PROOFS = [
  { name: 'invariant mutants, and whether others notice', command: node('scripts/mutants.mjs', '--alone') },
  { name: 'kernel mutants', command: node('scripts/kernel-mutants.mjs') },
  { name: 'plugin mutants', command: node('scripts/plugin-mutants.mjs') },
  {
    name: 'alert sources, 100000 spoilt requests',
    command: jest('unit', 'src/plugins/alert-sources'),
    environment: { BARRY_FUZZ_RUNS: '7200', BARRY_FUZZ_SEED: process.env.BARRY_FUZZ_SEED ?? '1' },
  },
  ...[2, 3, 4].map((seed) => ({
    name: `api, 40000 strange requests on both wires, seed ${seed}`,
    command: jest('e2e', 'takes-anything'),
    environment: {
      BARRY_FUZZ_REQUESTS: '40000',
      BARRY_FUZZ_SEED: process.env.BARRY_FUZZ_SEED ?? String(seed),
    },
  })),
  {
    name: 'kernels, 20000 runs of each property',
    command: jest('unit', 'src/modules/escalation/(kernels|call.receipts)'),
    environment: { RUNS: '20000' },
  },
  {
    name: 'nights on two engines, five seeds of 40 alerts',
    command: jest('e2e', 'two-engines-share-the-work'),
    environment: { BARRY_NIGHTS: '1,2,3,4,5', BARRY_NIGHT_ALERTS: '40' },
  },
  { name: 'simulation mutants', command: node('scripts/sim-mutants.mjs') },
  {
    name: 'simulation, a crash before and after every await of three steps',
    command: jest('sim', 'crash-at-every-point'),
    environment: { BARRY_SIM_STRIDE: '1' },
  },
  // More than a million transitions of the kernels, counted and printed part by part. It takes hours: BARRY_SIM_MINUTES=60
  // ends it, and it says which BARRY_SIM_FROM goes on.
  {
    name: 'simulation, 20000 seeds',
    command: node(
      'scripts/sim.mjs',
      ...['--seed', process.env.BARRY_SIM_FROM ?? '1', '--to', process.env.BARRY_SIM_MOST ?? '20000'],
      ...['--minutes', process.env.BARRY_SIM_MINUTES ?? 'Infinity'],
    ),
  },
  {
    name: 'real size, four seeds, two shares of Android',
    command: jest('e2e', 'serves-a-large-house'),
    environment: { BARRY_REAL_SIZE_SEEDS: '1,2,3,4', BARRY_REAL_SIZE_ANDROID: '0.6,1' },
  },
  {
    name: 'search among 100000 incidents and 1000000 comments',
    command: jest('e2e', 'finds-in-a-large-house'),
    environment: { BARRY_SEARCH_INCIDENTS: '100000' },
  },
  {
    name: 'a storm of 10000 alerts on one team',
    command: jest('e2e', 'keeps-a-storm-to-its-team'),
    environment: { BARRY_STORM_ALERTS: '10000' },
  },
  {
    name: 'end to end and wires on PostgreSQL 15',
    command: jest('e2e', 'e2e-spec'),
    environment: { BARRY_TEST_POSTGRES: POSTGRES_15, BARRY_TEST_CLUSTER_URL: '' },
    needs: { path: POSTGRES_15, from: 'apt-get install postgresql-15' },
  },
  { name: 'chaos, three times', command: jest('chaos', 'survives-sigkill|goes-on-after'), times: 3 },
  {
    name: 'frozen for 20 s, three rounds',
    command: jest('chaos', 'outlives-a-frozen'),
    environment: { BARRY_CHAOS_FROZEN_SECONDS: '20', BARRY_CHAOS_ROUNDS: '3' },
  },
  {
    name: 'killed database, five rounds',
    command: jest('chaos', 'outlives-a-killed-database'),
    environment: { BARRY_CHAOS_ROUNDS: '5' },
  },
  ...[1, 2, 3].map((seed) => ({
    name: `cut lines, seed ${seed}`,
    command: jest('chaos', 'outlives-cut-lines'),
    environment: { BARRY_CHAOS_SEED: String(seed), BARRY_CHAOS_ALERTS: '40' },
  })),
  { name: 'what a SIGKILL costs, three times', command: jest('prove', 'counts-what-a-sigkill'), times: 3 },
  { name: 'watched by another: silent within 60 s', command: jest('prove', 'another-barry') },
  {
    name: 'chaos on PostgreSQL 15',
    command: jest('chaos', 'outlives|goes-on|survives'),
    environment: { BARRY_TEST_POSTGRES: POSTGRES_15, BARRY_TEST_CLUSTER_URL: '' },
    needs: { path: POSTGRES_15, from: 'apt-get install postgresql-15' },
  },
  { name: 'bench', command: node('scripts/bench.mjs') },
];

await runScript(async () => {
  const progress = new Progress();
  await bootstrap(progress);
  const { ensureBuilt } = await import('./start/build.mjs');
  await ensureBuilt(ROOT, progress);
  const [wanted = ''] = process.argv.slice(2);
  const chosen = PROOFS.filter(({ name }) => name.includes(wanted));
  if (chosen.length === 0)
    throw new Problem(`No proof is named "${wanted}": ${PROOFS.map(({ name }) => name).join('; ')}.`);
  const results = [];
  for (const proof of chosen) results.push(prove(proof));
  console.log(`\n${new Date().toISOString().slice(0, 10)}, ${process.platform}, Node ${process.version}`);
  for (const { name, isProved, lacks, minutes = 0 } of results) {
    if (lacks) console.log(`– ${name}: not run, ${lacks.path} is missing (${lacks.from})`);
    else console.log(`${isProved ? '✓' : '✗'} ${name} (${minutes.toFixed(1)} min)`);
  }
  // Asked for by name and not run is no proof.
  if (results.some(({ isProved, lacks }) => !isProved && !(lacks && wanted === ''))) process.exitCode = 1;
});

function prove({ name, command, environment = {}, times = 1, needs }) {
  if (needs && !existsSync(needs.path)) return { name, isProved: false, lacks: needs };
  const startedAt = performance.now();
  let isProved = true;
  for (let i = 0; i < times && isProved; i += 1) {
    console.log(`\n── ${name}${times > 1 ? ` (${i + 1} of ${times})` : ''}`);
    const [program, ...given] = command;
    const env = { ...process.env, ...environment };
    isProved = spawnSync(program, given, { cwd: ROOT, env, stdio: 'inherit' }).status === 0;
  }
  return { name, isProved, minutes: (performance.now() - startedAt) / 60_000 };
}
