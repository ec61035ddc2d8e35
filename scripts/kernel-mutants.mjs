// Breaks the two kernels on purpose, one rule at a time, in a copy, and says which spec noticed.
// `node scripts/kernel-mutants.mjs [part of a name]`; exit code 1 when a mutant survived or was not where it says.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mutants } from './kernel-mutants.table.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'src/modules/escalation');
const SPECS =
  '(kernels\\..*|(escalation|budget)\\.rules|escalation\\.resolved|call\\.receipts|explain\\.rules)\\.spec\\.ts$';

/** A folder of its own, so that a run disturbs nobody who edits or tests meanwhile. */
function scratch() {
  const folder = mkdtempSync(join(tmpdir(), 'kernel-mutants-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const config = `
    import house from ${JSON.stringify(join(root, 'jest.config.mjs'))};
    const { setupFiles, modulePathIgnorePatterns, ...unit } = house.projects[0];
    export default { ...unit, rootDir: ${JSON.stringify(folder)}, testMatch: undefined, testRegex: [${JSON.stringify(SPECS)}] };`;
  writeFileSync(join(folder, 'jest.config.mjs'), config);
  return folder;
}

function plant(folder, { name, file, find, replace }) {
  rmSync(join(folder, 'escalation'), { recursive: true, force: true });
  cpSync(source, join(folder, 'escalation'), { recursive: true });
  const path = join(folder, 'escalation', file);
  const text = readFileSync(path, 'utf8');
  // The formatter may break a line anywhere that a space stands.
  const found = new RegExp(find.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'));
  if (text.split(found).length !== 2)
    throw new Error(`${name}: what it breaks is not in ${file} exactly once`);
  writeFileSync(
    path,
    text.replace(found, () => replace),
  );
}

function failures(folder) {
  const args = ['run', '-s', 'jest', '--', '--config', join(folder, 'jest.config.mjs'), '--json', '--silent'];
  const env = { ...process.env, RUNS: process.env.RUNS ?? '300' };
  const { stdout } = spawnSync('npm', args, { cwd: root, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  const report = JSON.parse(stdout.slice(stdout.indexOf('{')));
  if (report.numTotalTests === 0) throw new Error('no spec was run');
  return report.testResults.flatMap((spec) => {
    const where = spec.name.split('/').pop().replace('.spec.ts', '');
    if (spec.assertionResults.length === 0) return [`${where}: does not even load`];
    return spec.assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => {
        const invariant = /invariant ([\w ]+)/.exec(test.failureMessages.join())?.[1];
        return `${where}: ${test.title.slice(0, 70)}${invariant ? ` [invariant ${invariant}]` : ''}`;
      });
  });
}

const folder = scratch();
const wanted = mutants.filter(({ name }) => name.includes(process.argv[2] ?? ''));
const survivors = [];
try {
  for (const mutant of wanted) {
    plant(folder, mutant);
    const noticed = failures(folder);
    if (noticed.length === 0) survivors.push(mutant.name);
    const lines = noticed.slice(0, 6).map((line) => `           ${line}`);
    const more = noticed.length > 6 ? [`           … and ${noticed.length - 6} more`] : [];
    console.log(
      [`${noticed.length === 0 ? 'SURVIVED' : 'caught  '} ${mutant.name}`, ...lines, ...more].join('\n'),
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${wanted.length - survivors.length} of ${wanted.length} caught`);
process.exitCode = survivors.length === 0 ? 0 : 1;
