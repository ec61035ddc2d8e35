import { join } from 'node:path';
import { startPostgres } from '../embedded-postgres.mjs';

/** The server that the settings name (it is checked by our server before it opens a port), or the embedded one. */
export async function openDatabase({ databaseUrl, dataDir }, progress) {
  if (databaseUrl) return { url: databaseUrl, embedded: false, stop: async () => {} };
  const database = await progress.step('starting the database', () =>
    startPostgres({ dataDir: join(dataDir, 'postgres') }),
  );
  return { ...database, embedded: true };
}
