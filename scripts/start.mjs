// npm start. Before packages are there, only Node's own modules can be used: the rest is loaded after that.
import { bootstrap, runScript } from './bootstrap.mjs';
import { npmAbove } from './start/npm-above.mjs';
import { Progress } from './start/progress.mjs';

const npm = npmAbove();

await runScript(async () => {
  const progress = new Progress();
  await bootstrap(progress);
  const { start } = await import('./start/start.mjs');
  await start(process.argv.slice(2), { progress, npm });
});
process.exit();
