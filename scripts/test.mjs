// npm test. Before packages are there, only Node's own modules can be used: the rest is loaded after that.
import { bootstrap, runScript } from './bootstrap.mjs';
import { Progress } from './start/progress.mjs';

await runScript(async () => {
  const progress = new Progress();
  await bootstrap(progress);
  const { test } = await import('./testing/test.mjs');
  process.exitCode = await test(process.argv.slice(2), progress);
});
process.exit();
