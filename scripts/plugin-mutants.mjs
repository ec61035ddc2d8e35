// Breaks plugins on purpose, one fault at a time, in a copy; the contract suites alone must notice each.
// `node scripts/plugin-mutants.mjs [part of a name]`; exit code 1 when a mutant survived or was not where it says.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mutants } from './plugin-mutants.table.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const PATIENCE_MS = 240_000;

/** A folder of its own, so that a run disturbs nobody who edits or tests meanwhile. */
function scratch() {
  const folder = mkdtempSync(join(tmpdir(), 'plugin-mutants-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const config = `
    import house from ${JSON.stringify(join(root, 'jest.config.mjs'))};
    const { setupFiles, modulePathIgnorePatterns, ...unit } = house.projects[0];
    export default { ...unit, rootDir: ${JSON.stringify(folder)} };`;
  writeFileSync(join(folder, 'jest.config.mjs'), config);
  return folder;
}

/** The formatter may break a line anywhere, and adds commas. */
const loose = (code) =>
  new RegExp(
    code
      .match(/[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]/gu)
      .map((part) => (/[)\]}]/.test(part) ? ',?\\s*' : '') + part.replace(/[^\p{L}\p{N}_]/gu, '\\$&'))
      .join('\\s*'),
  );

function plant(folder, { name, file, edits }) {
  rmSync(join(folder, 'src'), { recursive: true, force: true });
  cpSync(join(root, 'src/plugins'), join(folder, 'src/plugins'), { recursive: true });
  const path = join(folder, 'src/plugins', file);
  let text = readFileSync(path, 'utf8');
  for (const [find, replace] of edits) {
    if (text.split(loose(find)).length !== 2)
      throw new Error(`${name}: what it breaks is not in ${file} exactly once: ${find}`);
    text = text.replace(loose(find), () => replace);
  }
  writeFileSync(path, text);
}

/** Parts of the kit that only sources use; what they break, no notifier shows. */
const OF_SOURCES = /^kit\/(alert-source|intake|json-text|read-values|usual-\w+)\.ts$/;

function suitesOf(file) {
  if (OF_SOURCES.test(file)) return 'src/plugins/alert-sources/';
  return file.startsWith('kit/') ? 'src/plugins/(alert-sources|notifiers)/' : `src/plugins/${dirname(file)}/`;
}

/** Undefined: the suites did not notice. */
function caughtBy(folder, suites) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      ...[
        '--experimental-vm-modules',
        '--no-warnings',
        'node_modules/jest/bin/jest.js',
        '-i',
        '--bail',
        '--forceExit',
      ],
      // A plugin's own tests do not count.
      ...['-t', 'contract:', suites],
    ],
    // A clock that is not the one of the world, for the faults that only such a clock shows.
    { cwd: folder, encoding: 'utf8', timeout: PATIENCE_MS, env: { ...process.env, TZ: 'Asia/Tokyo' } },
  );
  if (status === 0) return undefined;
  const text = `${stderr}${stdout}`;
  return /● .*? › (.*)/.exec(text)?.[1] ?? `no test ran: ${text.trim().slice(-300)}`;
}

const only = process.argv[2] ?? '';
const chosen = mutants.filter(({ name }) => name.includes(only));
const folder = scratch();
let faults = 0;
try {
  plant(folder, { name: 'nothing', file: 'plugins.ts', edits: [] });
  const unbroken = caughtBy(folder, [...new Set(chosen.map(({ file }) => suitesOf(file)))].join('|'));
  if (unbroken !== undefined) throw new Error(`the suites are red before anything was broken: ${unbroken}`);
  for (const mutant of chosen) {
    plant(folder, mutant);
    const caught = caughtBy(folder, suitesOf(mutant.file));
    const isMiss = caught === undefined || caught.startsWith('no test ran');
    if (isMiss) faults += 1;
    console.log(`${isMiss ? 'SURVIVED' : 'caught  '}  ${mutant.name}: ${caught ?? 'nobody noticed'}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${chosen.length - faults} of ${chosen.length} caught`);
process.exitCode = faults > 0 ? 1 : 0;
