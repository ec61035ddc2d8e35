// npm run config:check: are the settings of this environment usable? Nothing is started, nothing is kept.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrap, ROOT, runScript } from './bootstrap.mjs';
import { Progress } from './start/progress.mjs';

await runScript(async () => {
  const progress = new Progress(process.stderr);
  await bootstrap(progress);
  const { ensureBuilt } = await import('./start/build.mjs');
  const { readSettings } = await import('./start/settings.mjs');
  await ensureBuilt(ROOT, progress, ['server']);
  // Reading the settings makes keys where there are none; here they are thrown away.
  const room = mkdtempSync(join(tmpdir(), 'barry-config-'));
  try {
    const { http, grpc, databaseUrl, notifiers } = await readSettings(ROOT, {
      ...process.env,
      BARRY_DATA_DIR: room,
    });
    const names = notifiers.map(({ name }) => name).join(', ') || 'none';
    console.log(
      `The settings are usable: HTTP ${http.host}:${http.port}, gRPC ${grpc.host}:${grpc.port}, ${databaseUrl ? 'own' : 'embedded'} database, notifiers: ${names}.`,
    );
  } finally {
    rmSync(room, { recursive: true, force: true });
  }
});
