import { AsyncLocalStorage } from 'node:async_hooks';
import type pg from 'pg';
import type { DataSource } from 'typeorm';

export type Pool = 'ring' | 'intake' | 'api' | 'reports';

interface Gathered {
  readonly items: unknown[];
  readonly write: (items: readonly unknown[]) => Promise<void>;
}

type Line = Pick<pg.ClientBase, 'query'>;

interface Running {
  readonly line: Line;
  readonly pool: Pool;
  /** What is written at the end, by who writes it. */
  readonly gathered: Map<object, Gathered>;
  readonly afterCommit: (() => void)[];
}

const RETRIES = 3;
/** Serialisation failure, deadlock, a lock that was held too long: the other one has won, so the work is done anew. */
const LOST_A_RACE = new Set(['40001', '40P01', '55P03']);

/** What was read before it was locked has changed since: thrown inside a transaction, it begins anew. */
export class LostARace extends Error {}

const isLostRace = (error: unknown): boolean =>
  error instanceof LostARace || LOST_A_RACE.has(sqlStateOf(error));

/**
 * Where the same few statements run again and again: each connection parses and plans them once. Elsewhere filters
 * make too many different texts.
 */
const PREPARED: ReadonlySet<Pool> = new Set(['ring', 'intake']);
const names = new Map<string, string>();
function nameOf(sql: string): string {
  const name = names.get(sql) ?? `s${names.size + 1}`;
  names.set(sql, name);
  return name;
}

/** TypeORM's own query wraps rows by the kind of statement; the driver under it gives them as they are. */
const poolOf = (source: DataSource): Line => (source.driver as unknown as { readonly master: Line }).master;

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
        if (tries >= RETRIES || !isLostRace(error)) throw error;
      }
    }
  }

  private async once<T>(work: () => Promise<T>, pool: Pool): Promise<T> {
    const afterCommit: (() => void)[] = [];
    const gathered = new Map<object, Gathered>();
    const result = await this.pools[pool].transaction(async ({ queryRunner }) => {
      const line = (await queryRunner?.connect()) as Line;
      return this.current.run({ line, pool, gathered, afterCommit }, async () => {
        const done = await work();
        // Who writes may have something to say that another gathers.
        for (let next = waiting(gathered); next; next = waiting(gathered))
          await next.write(next.items.splice(0));
        return done;
      });
    });
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

  /** Rows as the driver gives them; of writes, those of `returning`. */
  async query<Row extends object = Record<string, unknown>>(
    sql: string,
    parameters: readonly unknown[] = [],
    pool: Pool = 'api',
  ): Promise<readonly Row[]> {
    const running = this.current.getStore();
    const line = running?.line ?? poolOf(this.pools[pool]);
    const name = PREPARED.has(running?.pool ?? pool) ? nameOf(sql) : undefined;
    const { rows } = await line.query<Row>({ name, text: sql, values: [...parameters] });
    return rows;
  }

  /** The pools beside the first, which its own module closes. */
  async close(): Promise<void> {
    await Promise.all([this.pools.ring.destroy(), this.pools.intake.destroy(), this.pools.reports.destroy()]);
  }
}

const waiting = (gathered: ReadonlyMap<object, Gathered>): Gathered | undefined =>
  [...gathered.values()].find(({ items }) => items.length > 0);

/** The five-character SQLSTATE of a driver error, or an empty text. */
export function sqlStateOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

export const UNIQUE_VIOLATION = '23505';
