// Breaks the engine's shell on purpose, one promise at a time, in a copy, and says which seed of the simulation noticed first,
// or which of its directed nights (`seed 1`).
// `node scripts/sim-mutants.mjs [parts of names]`; exit code 1 when a mutant survived or was not where it says.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mutants } from './sim-mutants.table.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const SEEDS = process.env.BARRY_SIM_SEEDS ?? '1-60';
const PATTERN = process.env.BARRY_SIM_NIGHTS ?? 'sim/(directed-nights|seeds-1)';
const COPIED = ['src', 'test/sim', 'test/harness', 'test/jest-preload.mjs', 'config', 'scripts', 'proto'];
const COPIED_FILES = ['package.json', 'jest.config.mjs', 'tsconfig.json'];

/** A folder of its own, so that a run disturbs nobody who edits or tests meanwhile. */
function scratch() {
  const folder = mkdtempSync(join(tmpdir(), 'sim-mutants-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const path of [...COPIED, ...COPIED_FILES]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  return folder;
}

/** Gives what undoes it. */
function plant(folder, { name, file, find, replace }) {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  // The formatter may break a line anywhere that a space stands.
  const found = new RegExp(find.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'));
  if (text.split(found).length !== 2)
    throw new Error(`${name}: what it breaks is not in ${file} exactly once`);
  writeFileSync(
    path,
    text.replace(found, () => replace),
  );
  return () => writeFileSync(path, text);
}

/** What each seed came to. */
function verdicts(folder) {
  const report = join(folder, 'report.jsonl');
  rmSync(report, { force: true });
  const options = ['--selectProjects', 'sim', '--maxWorkers=1', '--silent', '--testPathPatterns', PATTERN];
  const flags = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
  const env = {
    ...process.env,
    BARRY_SIM_SEEDS: SEEDS,
    BARRY_SIM_REPORT: report,
    BARRY_SIM_UNTIL_BROKEN: 'yes',
  };
  spawnSync(process.execPath, [...flags, ...options], { cwd: folder, env, stdio: 'ignore' });
  if (!existsSync(report)) throw new Error('no seed was run');
  return readFileSync(report, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const folder = scratch();
const parts = process.argv.slice(2);
const wanted = mutants.filter(({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)));
const survivors = [];
try {
  for (const mutant of wanted) {
    const undo = plant(folder, mutant);
    const all = verdicts(folder);
    undo();
    const caught = all.filter(({ broken }) => broken.length > 0);
    if (caught.length === 0) survivors.push(mutant.name);
    const [first] = caught;
    console.log(
      first
        ? `caught   ${mutant.name}: by seed ${first.seed}, the ${all.length}th: ${first.broken[0]}`
        : `SURVIVED ${mutant.name}: ${all.length} seeds`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${wanted.length - survivors.length} of ${wanted.length} caught, by seeds ${SEEDS}`);
process.exitCode = survivors.length === 0 ? 0 : 1;
