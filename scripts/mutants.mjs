// npm run mutants: breaks the product on purpose, one invariant at a time, in a copy; the invariant's own test must
// notice. `-- lease` only those with that in their name, `-- 7` only those of invariant 7, `-- 14-27` those of a range;
// `--alone` runs the other specs on what is broken, too, without that test; `-- kernels` and `-- plugins` are the
// mutants of the two kernels and of plugins. What came of it is kept in docs/mutants.json, and docs/invariants.md is
// written anew.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { bootstrap, ROOT, runScript } from './bootstrap.mjs';
import { Progress } from './start/progress.mjs';

const OTHERS = { kernels: 'kernel-mutants.mjs', plugins: 'plugin-mutants.mjs' };

await runScript(async () => {
  await bootstrap(new Progress());
  const given = process.argv.slice(2);
  const other = OTHERS[given[0]];
  if (other) {
    const command = [join(ROOT, 'scripts', other), ...given.slice(1)];
    process.exitCode = spawnSync(process.execPath, command, { stdio: 'inherit' }).status ?? 1;
    return;
  }
  const { hunt } = await import('./mutants/hunt.mjs');
  const isAlone = given.includes('--alone');
  const [wanted = ''] = given.filter((word) => !word.startsWith('--'));
  process.exitCode = (await hunt({ root: ROOT, wanted, isAlone })) ? 0 : 1;
});
process.exit();
