// npm run sim -- --seed N [--to M] [--trace]: runs one seed of the simulation, or all from N to M, exactly as the tests do.
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
const USAGE = 'npm run sim -- --seed N [--to M] [--trace]';

await runScript(async () => {
  await bootstrap(new Progress());
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, to: { type: 'string' }, trace: { type: 'boolean', default: false } },
  });
  const { seed, to = seed, trace } = values;
  if (![seed, to].every((text) => /^\d+$/.test(text ?? ''))) throw new Problem(USAGE);
  process.exitCode = simulate(Number(seed), Number(to), trace);
});
process.exit();

/** Says what each seed came to, in a line. */
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
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    [...flags, ...options, '--testPathPatterns', pattern],
    {
      cwd: ROOT,
      env,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  const text = existsSync(report) ? readFileSync(report, 'utf8').trim() : '';
  rmSync(room, { recursive: true, force: true });
  if (!text) throw new Problem(`No seed was run:\n${stderr.slice(0, 4_000)}`);
  const verdicts = text
    .split('\n')
    .map((line) => JSON.parse(line))
    .sort((a, b) => a.seed - b.seed);
  for (const verdict of verdicts) say(verdict);
  summary(verdicts, performance.now() - startedAt);
  return status ?? 1;
}

function say({ seed, hash, trouble, worldSeconds, statements, transitions, ms, broken, lines = [] }) {
  for (const line of lines) console.log(line);
  console.log(
    `seed ${seed}  trace ${hash}  ${trouble}, ${Math.round(worldSeconds)} s of the world in ${ms} ms, ${statements} statements, ${transitions} transitions: ${broken.length === 0 ? 'every promise kept' : 'BROKEN'}`,
  );
  for (const one of broken) console.log(`  ${one}`);
}

function summary(verdicts, ms) {
  if (verdicts.length === 1) return;
  const sum = (of) => verdicts.reduce((all, one) => all + of(one), 0);
  const failed = verdicts.filter(({ broken }) => broken.length > 0).map(({ seed }) => seed);
  const each = Math.round(sum((one) => one.ms) / verdicts.length);
  console.log(
    `${verdicts.length} seeds in ${(ms / 60_000).toFixed(1)} min, ${each} ms each; ${sum((one) => one.transitions)} transitions, ${(sum((one) => one.worldSeconds) / 3600).toFixed(1)} h of the world; broken: ${failed.join(', ') || 'none'}`,
  );
}
