// npm run config:readme: writes config/README.md from the schema of the settings and from default.yaml.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap, ROOT, runScript } from './bootstrap.mjs';
import { Progress } from './start/progress.mjs';

await runScript(async () => {
  const progress = new Progress();
  await bootstrap(progress);
  const { ensureBuilt } = await import('./start/build.mjs');
  await ensureBuilt(ROOT, progress, ['server']);
  const { settingsReadme } = await import('./config/readme.mjs');
  const { z } = await import('zod');
  const { ConfigSchema } = await import('../dist/platform/config/config.schema.js');
  const { NAMED } = await import('../dist/platform/config/environment.js');
  const schema = z.toJSONSchema(ConfigSchema, { io: 'input' });
  const defaults = readFileSync(join(ROOT, 'config/default.yaml'), 'utf8');
  writeFileSync(join(ROOT, 'config/README.md'), settingsReadme({ schema, defaults, names: NAMED }));
});
