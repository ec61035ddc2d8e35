import type { DataSourceOptions, EntityTarget, MigrationInterface, ObjectLiteral } from 'typeorm';
import { DataSource } from 'typeorm';
import type { Config } from '../config/config.js';
import { PoolClient } from './pool-client.js';
import { type Pool, PREPARED, Transaction } from './transaction.js';

export interface Schema {
  readonly entities: readonly EntityTarget<ObjectLiteral>[];
  readonly migrations: readonly (new () => MigrationInterface)[];
}

interface Bounds {
  readonly statement_timeout: number;
  readonly lock_timeout: number;
  readonly idle_in_transaction_session_timeout: number;
}

/** Bounds on silence: a machine that vanishes frees its rows within seconds, a hung statement ends. */
const BOUNDS: Readonly<Record<Pool, Bounds>> = {
  ring: { statement_timeout: 3_000, lock_timeout: 1_000, idle_in_transaction_session_timeout: 5_000 },
  intake: { statement_timeout: 3_000, lock_timeout: 1_000, idle_in_transaction_session_timeout: 5_000 },
  api: { statement_timeout: 10_000, lock_timeout: 3_000, idle_in_transaction_session_timeout: 10_000 },
  reports: { statement_timeout: 3_000, lock_timeout: 1_000, idle_in_transaction_session_timeout: 10_000 },
};

/**
 * The same few statements, prepared once, on tables that grow: a plan made while a table was small would read it whole
 * until the next `analyze` (measured: 2 ms instead of 0.03 ms for every claim of the engine), and planning each time
 * anew costs as much as running.
 */
const FIXED_PLANS = '-c enable_seqscan=off -c plan_cache_mode=force_generic_plan -c jit=off';

/**
 * A database that answers ends a slow statement itself. Later than this it has vanished: the driver closes the line,
 * which TCP alone would keep for a quarter of an hour.
 */
const BEYOND_ITS_OWN_BOUND_MS = 2_000;

export function dataSourceOptions(config: Config, schema: Schema, pool: Pool): DataSourceOptions {
  const { url, pools } = config.settings.database;
  return {
    type: 'postgres',
    url,
    entities: [...schema.entities] as Exclude<DataSourceOptions['entities'], undefined>,
    migrations: [...schema.migrations],
    migrationsTransactionMode: 'each',
    poolSize: pools[pool],
    applicationName: `barry-${pool}`,
    extra: {
      Client: PoolClient,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
      pipeline: true,
      ...BOUNDS[pool],
      ...(PREPARED.has(pool) ? { options: FIXED_PLANS } : {}),
      query_timeout: BOUNDS[pool].statement_timeout + BEYOND_ITS_OWN_BOUND_MS,
    },
    // A broken idle connection is replaced by the pool; without a listener it would end the process.
    poolErrorHandler: () => undefined,
  };
}

/** The pools beside the first one, opened. */
export async function openPools(config: Config, schema: Schema, api: DataSource): Promise<Transaction> {
  const open = (pool: Pool): Promise<DataSource> =>
    new DataSource(dataSourceOptions(config, schema, pool)).initialize();
  const [ring, intake, reports] = await Promise.all([open('ring'), open('intake'), open('reports')]);
  return new Transaction({ api, ring, intake, reports });
}
