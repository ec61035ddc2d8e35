import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource, EntityManager, EntityTarget, ObjectLiteral, Repository } from 'typeorm';

export type Pool = 'ring' | 'intake' | 'api' | 'reports';

interface Gathered {
  readonly items: unknown[];
  readonly write: (items: readonly unknown[]) => Promise<void>;
}

interface Running {
  readonly manager: EntityManager;
  /** What is written at the end, by who writes it. */
  readonly gathered: Map<object, Gathered>;
  readonly afterCommit: (() => void)[];
}

const RETRIES = 3;
/** Serialisation failure, deadlock, a lock that was held too long: the other one has won, so the work is done anew. */
const LOST_A_RACE = new Set(['40001', '40P01', '55P03']);

/** Services open transactions; what is fetched inside one joins it, at any depth. */
export class Transaction {
  private readonly current = new AsyncLocalStorage<Running>();

  constructor(private readonly pools: Readonly<Record<Pool, DataSource>>) {}

  /** Each pool is separate, so that reports cannot keep a ring waiting. */
  async run<T>(work: () => Promise<T>, pool: Pool = 'api'): Promise<T> {
    if (this.current.getStore()) return work();
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.once(work, pool);
      } catch (error) {
        if (tries >= RETRIES || !LOST_A_RACE.has(sqlStateOf(error))) throw error;
      }
    }
  }

  private async once<T>(work: () => Promise<T>, pool: Pool): Promise<T> {
    const afterCommit: (() => void)[] = [];
    const gathered = new Map<object, Gathered>();
    const result = await this.pools[pool].transaction((manager) =>
      this.current.run({ manager, gathered, afterCommit }, async () => {
        const done = await work();
        for (const { items, write } of gathered.values()) await write(items);
        return done;
      }),
    );
    for (const act of afterCommit) act();
    return result;
  }

  /** What nobody reads before the commit is written at its end, all of it at once; outside a transaction, now. */
  async atEnd<Item>(
    writer: object,
    items: readonly Item[],
    write: (items: readonly Item[]) => Promise<void>,
  ): Promise<void> {
    const gathered = this.current.getStore()?.gathered;
    if (!gathered) return write(items);
    const own = gathered.get(writer) ?? { items: [], write: (all) => write(all as readonly Item[]) };
    gathered.set(writer, own);
    own.items.push(...items);
  }

  /** Once what is being written is there for everybody; at once outside a transaction. */
  afterCommit(act: () => void): void {
    const running = this.current.getStore();
    if (running) running.afterCommit.push(act);
    else act();
  }

  repository<E extends ObjectLiteral>(entity: EntityTarget<E>): Repository<E> {
    return this.manager().getRepository(entity);
  }

  /** Rows as the driver gives them; of writes, those of `returning`. */
  async query<Row extends object = Record<string, unknown>>(
    sql: string,
    parameters: readonly unknown[] = [],
    pool: Pool = 'api',
  ): Promise<readonly Row[]> {
    const manager = this.current.getStore()?.manager ?? this.pools[pool].manager;
    const result = (await manager.query(sql, [...parameters])) as unknown;
    // TypeORM gives [rows, count] for update and delete.
    if (
      Array.isArray(result) &&
      result.length === 2 &&
      Array.isArray(result[0]) &&
      typeof result[1] === 'number'
    )
      return result[0] as Row[];
    return result as Row[];
  }

  /** The pools beside the first, which its own module closes. */
  async close(): Promise<void> {
    await Promise.all([this.pools.ring.destroy(), this.pools.intake.destroy(), this.pools.reports.destroy()]);
  }

  private manager(): EntityManager {
    return this.current.getStore()?.manager ?? this.pools.api.manager;
  }
}

/** The five-character SQLSTATE of a driver error, or an empty text. */
export function sqlStateOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

export const UNIQUE_VIOLATION = '23505';
