import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../../scripts/embedded-postgres.mjs';
import { isAlive, stopPostmaster } from '../../scripts/postgres/processes.mjs';

const PREFIX = 'barry-test-cluster-';

/** One server for the whole run; every worker makes its own databases in it. */
export default async function setup() {
  process.env.BARRY_TEST_RUN = randomBytes(4).toString('hex');
  // A server of yours, another version perhaps: BARRY_TEST_CLUSTER_URL=postgres://… npm run test:e2e
  const given = process.env.BARRY_TEST_CLUSTER_URL;
  if (given) {
    globalThis.removeTestCluster = () => dropDatabases(given, process.env.BARRY_TEST_RUN);
    return;
  }
  await removeLeftovers();
  const room = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  // The programs before 16 leave their folder and come back by its name: another account must be able to pass.
  chmodSync(room, 0o711);
  const cluster = await startPostgres({
    dataDir: join(room, 'postgres'),
    // Another version than ours: BARRY_TEST_POSTGRES=/usr/lib/postgresql/15 npm run test:e2e
    ...(process.env.BARRY_TEST_POSTGRES && { binaries: process.env.BARRY_TEST_POSTGRES }),
    // Nothing here outlives the run, so nothing waits for the disk.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 300 },
  });
  process.env.BARRY_TEST_CLUSTER_URL = cluster.url;
  globalThis.removeTestCluster = async () => {
    delete process.env.BARRY_TEST_CLUSTER_URL; // Another run in this process (--watch) needs another.
    await cluster.stop();
    rmSync(room, { recursive: true, force: true });
  };
}

/** It goes on without us, and somebody else may be testing in it. */
async function dropDatabases(url, run) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query('select datname from pg_database where datname like $1', [
      `%\\_${run}\\_%`,
    ]);
    for (const { datname } of rows) {
      await client.query(`drop database ${client.escapeIdentifier(datname)} with (force)`);
    }
  } finally {
    await client.end();
  }
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
