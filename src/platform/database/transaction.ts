import { AsyncLocalStorage } from 'node:async_hooks';
import { Logger } from '@nestjs/common';
import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { DomainError } from '../errors/domain-error.js';
import { DatabaseAway, heardFromDriver, sqlStateOf } from './database-away.js';
import { socketOf } from './pool-client.js';

export { sqlStateOf };
export type Pool = 'ring' | 'intake' | 'api' | 'reports';

interface Gathered {
  readonly items: unknown[];
  readonly write: (items: readonly unknown[]) => Promise<void>;
}

interface Running {
  readonly line: pg.ClientBase;
  readonly pool: Pool;
  /** The commit is on its way: what would be written now would be written alone. */
  isClosed: boolean;
  /** Of statements that travel together the server refuses all that come after the one that failed. */
  firstFailure: unknown;
  /** What is written at the end, by who writes it. */
  readonly gathered: Map<object, Gathered>;
  readonly afterCommit: (() => void)[];
  readonly afterRollback: (() => Promise<void>)[];
}

const log = new Logger('Transaction');
const RETRIES = 3;
const REFUSED_AFTER_A_FAILURE = '25P02';
/** Serialisation failure, deadlock, a lock that was held too long: the other one has won, so the work is done anew. */
const LOST_A_RACE = new Set(['40001', '40P01', '55P03']);

/** What was read before it was locked has changed since: thrown inside a transaction, it begins anew. */
export class LostARace extends Error {}

export class CallerGone extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'CALLER_GONE';
}

const isLostRace = (error: unknown): boolean =>
  error instanceof LostARace || LOST_A_RACE.has(sqlStateOf(error));

/**
 * Where the same few statements run again and again: each connection parses and plans them once. Elsewhere filters
 * make too many different texts.
 */
export const PREPARED: ReadonlySet<Pool> = new Set(['ring', 'intake']);
const names = new Map<string, string>();
function nameOf(sql: string): string {
  const name = names.get(sql) ?? `s${names.size + 1}`;
  names.set(sql, name);
  return name;
}

/** TypeORM's own query wraps rows by the kind of statement; the driver under it gives them as they are. */
const poolOf = (source: DataSource): pg.Pool =>
  (source.driver as unknown as { readonly master: pg.Pool }).master;

/** @throws DatabaseAway, or what the database said */
function refuse(error: unknown): never {
  throw heardFromDriver(error);
}

const corked = new WeakSet<pg.ClientBase>();

/** What is said in one turn of the event loop leaves in one packet: each write is a call to the system. */
function together(line: pg.ClientBase): void {
  if (corked.has(line)) return;
  const stream = socketOf(line);
  corked.add(line);
  stream.cork();
  process.nextTick(() => {
    corked.delete(line);
    stream.uncork();
  });
}

const writesOf = (running: Running): readonly Promise<void>[] =>
  [...running.gathered.values()]
    .filter(({ items }) => items.length > 0)
    .map(({ items, write }) => write(items.splice(0)));

/** @throws what the first failed statement says */
async function commit(running: Running): Promise<void> {
  together(running.line);
  const writes = writesOf(running);
  const committed = running.line.query('commit').catch(refuse);
  running.isClosed = true;
  const [{ command }] = await Promise.all([committed, ...writes]);
  if (command !== 'COMMIT') throw new Error('The database has rolled the transaction back');
}

/** A connection that cannot be trusted any more is closed, not lent again; one that fell silent is not even asked. */
async function release(line: pg.PoolClient, failure: unknown): Promise<void> {
  if (failure instanceof DatabaseAway) socketOf(line).destroy();
  const isIntact = !socketOf(line).destroyed && (failure === undefined || (await isRolledBack(line)));
  line.release(!isIntact);
}

/** What is committed cannot fail any more: whoever heard an error would do it all again. */
function actAlone(act: () => void): void {
  try {
    act();
  } catch (error) {
    log.error({ err: error }, 'something to be done after a commit failed');
  }
}

const isRolledBack = (line: pg.PoolClient): Promise<boolean> =>
  line.query('rollback').then(
    () => true,
    () => false,
  );

/** Services open transactions; what is fetched inside one joins it, at any depth. */
export class Transaction {
  private readonly current = new AsyncLocalStorage<Running>();
  private readonly preferred = new AsyncLocalStorage<Pool>();
  private readonly callers = new AsyncLocalStorage<() => boolean>();

  constructor(private readonly pools: Readonly<Record<Pool, DataSource>>) {}

  /** Whatever is asked within, at any depth, without naming a pool, is asked on this one. */
  on<T>(pool: Pool, work: () => Promise<T>): Promise<T> {
    return this.preferred.run(pool, work);
  }

  /**
   * Work for somebody who may leave: once they have, nothing more is asked for them. For what only reads; who says "I'll
   * take it" and loses the line has taken it.
   */
  whileWanted<T>(isGone: () => boolean, work: () => Promise<T>): Promise<T> {
    return this.callers.run(isGone, work);
  }

  /** Each pool is separate, so that reports cannot keep a ring waiting. */
  async run<T>(work: () => Promise<T>, pool: Pool = this.usual()): Promise<T> {
    if (this.current.getStore()) return work();
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.once(work, pool);
      } catch (error) {
        if (tries >= RETRIES || !isLostRace(error)) throw error;
      }
    }
  }

  /**
   * Statements that do not wait for each other travel together (the connections are pipelined): the first of the work
   * with `begin`, the last with `commit`. After a failure the server refuses the rest and turns `commit` into a
   * rollback, so nothing can be half written.
   */
  private async once<T>(work: () => Promise<T>, pool: Pool): Promise<T> {
    const line = await poolOf(this.pools[pool]).connect().catch(refuse);
    const running: Running = {
      line,
      pool,
      isClosed: false,
      firstFailure: undefined,
      gathered: new Map(),
      afterCommit: [],
      afterRollback: [],
    };
    let failure: unknown;
    try {
      together(line);
      const begun = line.query('begin').catch(refuse);
      // Whoever fails because of it says so first.
      begun.catch(() => undefined);
      const result = await this.current.run(running, async () => {
        const done = await work();
        await begun;
        await commit(running);
        return done;
      });
      running.afterCommit.forEach(actAlone);
      return result;
    } catch (error) {
      // Whoever is told by a shorter way may be told of a statement that was only refused: it is the cause that counts.
      const isRefused = sqlStateOf(error) === REFUSED_AFTER_A_FAILURE;
      failure = isRefused ? (running.firstFailure ?? error) : error;
      running.isClosed = true;
      throw failure;
    } finally {
      await release(line, failure);
      // Whoever holds a connection and waits for another could wait for ever: theirs has been given back.
      if (failure !== undefined) for (const act of running.afterRollback) await act();
    }
  }

  /**
   * What nobody reads before the commit is written at its end, all of it at once; outside a transaction, now.
   * `write` is one statement: it goes on its way with the commit.
   */
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

  /** What was left for the end is written now, for whoever reads on in the same transaction. */
  async writeGathered(): Promise<void> {
    const running = this.current.getStore();
    if (running) await Promise.all(writesOf(running));
  }

  /** Once what is being written is there for everybody; at once outside a transaction. */
  afterCommit(act: () => void): void {
    const running = this.current.getStore();
    if (running) running.afterCommit.push(act);
    else act();
  }

  /**
   * What must stay although the work fails, in a transaction of its own: once the failed one is undone, before its
   * failure is told. It fails by itself, never in place of the failure. Outside a transaction, now.
   */
  async afterRollback(act: () => Promise<void>): Promise<void> {
    const running = this.current.getStore();
    if (running) running.afterRollback.push(act);
    else await act();
  }

  /** Rows as the driver gives them; of writes, those of `returning`. */
  async query<Row extends object = Record<string, unknown>>(
    sql: string,
    parameters: readonly unknown[] = [],
    pool: Pool = this.usual(),
  ): Promise<readonly Row[]> {
    const running = this.current.getStore();
    if (running?.isClosed) throw new Error('A statement came after the end of its transaction');
    if (this.callers.getStore()?.() === true) throw new CallerGone('Nobody waits for this any more');
    const line = running?.line ?? poolOf(this.pools[pool]);
    const name = PREPARED.has(running?.pool ?? pool) ? nameOf(sql) : undefined;
    if (running) together(running.line);
    const asked = line.query<Row>({ name, text: sql, values: [...parameters] }).catch(refuse);
    if (running) asked.catch((error: unknown) => (running.firstFailure ??= error));
    const { rows } = await asked;
    return rows;
  }

  private usual(): Pool {
    return this.preferred.getStore() ?? 'api';
  }

  /** The pools beside the first, which its own module closes. */
  async close(): Promise<void> {
    await Promise.all([this.pools.ring.destroy(), this.pools.intake.destroy(), this.pools.reports.destroy()]);
  }
}

export const UNIQUE_VIOLATION = '23505';
