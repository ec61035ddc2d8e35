import { tmpdir } from 'node:os';
import pg from 'pg';
import { Config } from '../../src/platform/config/config.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { schema } from '../../src/schema.js';
import { clusterOfRun, databaseUrl, newName } from './new-database.js';

const LOCK = 0x54_45_4d_50; // "TEMP": one worker makes the template, the others wait.

/** A database as the migrations leave it, copied from the one of this run that they were run on. */
export async function newHouseDatabase(): Promise<string> {
  const { cluster } = clusterOfRun();
  const client = new pg.Client(cluster);
  await client.connect();
  try {
    const template = await ensureTemplate(client);
    const name = newName('house');
    await client.query(`create database ${name} template ${template} strategy file_copy`);
    return databaseUrl(name);
  } finally {
    await client.end();
  }
}

let known: string | undefined;

async function ensureTemplate(client: pg.Client): Promise<string> {
  if (known) return known;
  const name = `house_${clusterOfRun().run}_template`;
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
  if (rowCount === 0) {
    const made = newName('house');
    await client.query(`create database ${made}`);
    const config = Config.load({
      DATABASE_URL: databaseUrl(made),
      BARRY_DATA_DIR: tmpdir(),
      BARRY_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    });
    await migrate(config, schema);
    // Under its name only when it is whole.
    await client.query(`alter database ${made} rename to ${name}`);
  }
  await client.query('select pg_advisory_unlock($1)', [LOCK]);
  return (known = name);
}
