// npm run sim -- --seed N [--to M] [--trace]: runs one seed of the simulation, or all from N to M, exactly as the tests do.
// Many go in parts, each with a line of what came of it: `--minutes` ends after the part in which they are over, and says
// with which seed to go on.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bootstrap, ROOT, runScript } from './bootstrap.mjs';
import { Problem } from './problem.mjs';
import { Progress } from './start/progress.mjs';

/** So many are worth a second process with a database of its own. */
const MANY = 40;
/** Of more than that each part is told of by itself: what was run is not lost with what comes after. */
const PART = 100;
const USAGE = 'npm run sim -- --seed N [--to M] [--trace] [--minutes M]';

await runScript(async () => {
  await bootstrap(new Progress());
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      to: { type: 'string' },
      minutes: { type: 'string', default: 'Infinity' },
      trace: { type: 'boolean', default: false },
    },
  });
  const { seed, to = seed, minutes, trace } = values;
  if (![seed, to].every((text) => /^\d+$/.test(text ?? '')) || !(Number(minutes) > 0))
    throw new Problem(USAGE);
  process.exitCode = simulateAll(Number(seed), Number(to), { minutes: Number(minutes), isTraced: trace });
});
process.exit();

/** Says what each seed came to, in a line; of many, only of those that kept no promise, and what each part came to. */
function simulateAll(from, to, { minutes, isTraced }) {
  const startedAt = performance.now();
  const isLong = to - from >= PART;
  const sum = { seeds: 0, transitions: 0, broken: [] };
  for (let first = from; first <= to; first += PART) {
    const last = Math.min(first + PART - 1, to);
    const partAt = performance.now();
    const verdicts = simulate(first, last, isTraced);
    for (const verdict of verdicts) if (!isLong || verdict.broken.length > 0) say(verdict);
    if (verdicts.length > 1)
      console.log(`${first} to ${last}: ${inShort(verdicts, performance.now() - partAt)}`);
    sum.seeds += verdicts.length;
    sum.transitions += verdicts.reduce((all, { transitions }) => all + transitions, 0);
    sum.broken.push(...verdicts.filter(({ broken }) => broken.length > 0).map(({ seed }) => seed));
    if (performance.now() - startedAt < minutes * 60_000 || last === to) continue;
    console.log(`The time is over. Go on with --seed ${last + 1}.`);
    break;
  }
  if (isLong)
    console.log(
      `${sum.seeds} seeds, ${sum.transitions} transitions; broken: ${sum.broken.join(', ') || 'none'}`,
    );
  return sum.broken.length === 0 ? 0 : 1;
}

/** What each seed came to, in their order. */
function simulate(from, to, isTraced) {
  const room = mkdtempSync(join(tmpdir(), 'barry-sim-report-'));
  const report = join(room, 'report.jsonl');
  const flags = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
  const isShared = to - from >= MANY;
  const options = ['--selectProjects', 'sim', '--silent', `--maxWorkers=${isShared ? 2 : 1}`];
  const pattern = isShared ? 'sim/seeds-' : 'sim/seeds-1';
  const env = {
    ...process.env,
    BARRY_SIM_SEEDS: `${from}-${to}`,
    ...(isShared && { BARRY_SIM_SHARED: 'yes' }),
    BARRY_SIM_REPORT: report,
    ...(isTraced && { BARRY_SIM_TRACE: 'yes' }),
  };
  const { stderr } = spawnSync(process.execPath, [...flags, ...options, '--testPathPatterns', pattern], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const text = existsSync(report) ? readFileSync(report, 'utf8').trim() : '';
  rmSync(room, { recursive: true, force: true });
  const verdicts = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .sort((a, b) => a.seed - b.seed);
  // One that gave no verdict hung or threw: that is no kept promise.
  if (verdicts.length !== to - from + 1)
    throw new Problem(
      `${verdicts.length} of ${to - from + 1} seeds came to an end:\n${stderr.slice(-4_000)}`,
    );
  return verdicts;
}

function say({ seed, hash, trouble, worldSeconds, statements, transitions, ms, broken, lines = [] }) {
  for (const line of lines) console.log(line);
  console.log(
    `seed ${seed}  trace ${hash}  ${trouble}, ${Math.round(worldSeconds)} s of the world in ${ms} ms, ${statements} statements, ${transitions} transitions: ${broken.length === 0 ? 'every promise kept' : 'BROKEN'}`,
  );
  for (const one of broken) console.log(`  ${one}`);
}

function inShort(verdicts, ms) {
  const sum = (of) => verdicts.reduce((all, one) => all + of(one), 0);
  const failed = verdicts.filter(({ broken }) => broken.length > 0).map(({ seed }) => seed);
  const each = Math.round(sum((one) => one.ms) / verdicts.length);
  return `${verdicts.length} seeds in ${(ms / 60_000).toFixed(1)} min, ${each} ms each; ${sum((one) => one.transitions)} transitions, ${(sum((one) => one.worldSeconds) / 3600).toFixed(1)} h of the world; broken: ${failed.join(', ') || 'none'}`;
}
