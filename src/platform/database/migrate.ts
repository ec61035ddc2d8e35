import { DataSource } from 'typeorm';
import type { Config } from '../config/config.js';
import { dataSourceOptions, type Schema } from './data-sources.js';

/** The database cannot be used; the message says why in one line. */
export class DatabaseUnusable extends Error {}

const LOCK = 0x42_41_52_52; // "BARR": one replica migrates, the others wait.

/** Checks the server and brings the schema up to date. @throws DatabaseUnusable */
export async function migrate(config: Config, schema: Schema): Promise<readonly string[]> {
  const options = dataSourceOptions(config, schema, 'api');
  const source = new DataSource({
    ...options,
    poolSize: 2,
    extra: { connectionTimeoutMillis: 5_000 },
  } as typeof options);
  try {
    await source.initialize();
  } catch (error) {
    throw new DatabaseUnusable(
      `The database cannot be reached: ${error instanceof Error ? reasonOf(error) : 'unknown fault'}`,
    );
  }
  const runner = source.createQueryRunner();
  try {
    await check(source);
    await runner.query('select pg_advisory_lock($1)', [LOCK]);
    const done = await source.runMigrations({ transaction: 'each' });
    return done.map((migration) => migration.name);
  } finally {
    await runner.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => undefined);
    await runner.release();
    await source.destroy();
  }
}

async function check(source: DataSource): Promise<void> {
  const [row] = await source.query<{ version: number; ctype: string; encoding: string }[]>(
    `select current_setting('server_version_num')::int as version, datctype as ctype, pg_encoding_to_char(encoding) as encoding
     from pg_database where datname = current_database()`,
  );
  if (!row || row.version < 150_000 || row.version >= 190_000)
    throw new DatabaseUnusable(
      `PostgreSQL 15 to 18 is needed; this is ${Math.floor((row?.version ?? 0) / 10_000)}`,
    );
  if (row.encoding !== 'UTF8' || row.ctype === 'C' || row.ctype === 'POSIX')
    throw new DatabaseUnusable(
      `The database must be UTF-8 with a LC_CTYPE other than C (for Japanese search); it is ${row.encoding}, ${row.ctype}`,
    );
}

/** Without address or password, which some drivers put into their messages. */
function reasonOf(error: Error): string {
  const code = (error as { code?: string }).code;
  if (error instanceof AggregateError) return code ?? 'connection refused';
  return error.message.replace(/postgres(ql)?:\/\/\S+/g, '<address>') || code || 'no answer';
}
