import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../scripts/embedded-postgres.mjs';
import { isAlive, stopPostmaster } from '../../scripts/postgres/processes.mjs';

const PREFIX = 'barry-test-cluster-';

/** One server for the whole run; every worker makes its own databases in it. */
export default async function setup() {
  await removeLeftovers();
  const room = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const cluster = await startPostgres({
    dataDir: join(room, 'postgres'),
    // Nothing here outlives the run, so nothing waits for the disk.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 300 },
  });
  process.env.BARRY_TEST_CLUSTER_URL = cluster.url;
  globalThis.removeTestCluster = async () => {
    await cluster.stop();
    rmSync(room, { recursive: true, force: true });
  };
}

/** A run that was killed could not tidy up after itself. */
async function removeLeftovers() {
  const rooms = readdirSync(tmpdir()).filter((name) => name.startsWith(PREFIX));
  for (const name of rooms) {
    if (isAlive(Number(name.slice(PREFIX.length).split('-')[0]))) continue;
    await stopPostmaster(join(tmpdir(), name, 'postgres'));
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}
