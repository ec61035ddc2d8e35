import type pg from 'pg';
import type { Seeded } from '../harness/seeded.js';
import type { Life } from './life.js';
import type { Answer, Line, Statement } from './line.js';
import type { Trace } from './trace.js';
import type { WorldTime } from './world-time.js';

/** As the house sets it for its pools. */
const LOCK_TIMEOUT_MS: Readonly<Record<string, number>> = { api: 3_000 };
const USUAL_LOCK_TIMEOUT_MS = 1_000;
export const IDLE_IN_TRANSACTION_MS = 5_000;
/** An answer that is later than this is asked after: it may wait for somebody's lock. */
const SOON_MS = 3;

interface Blocked {
  readonly line: Line;
  readonly statement: Statement;
  readonly answer: Promise<Answer>;
  readonly mishap: ReturnType<Life['pass']>;
  isCancelled: boolean;
}

class ConnectionLost extends Error {}
const lost = (): Error => new ConnectionLost('Connection terminated unexpectedly');
const lockTimeout = (): Error =>
  Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' });
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Lets the statements of all replicas through to the real database, one at a time, in an order that the seed decides.
 * A statement that waits for a lock stays there while the others go on, until its blocker lets go or its patience,
 * counted in the world's time, is at an end.
 */
export class Gate {
  /** Nothing is held up, simulated or counted: while a replica boots. */
  isOpen = true;
  readonly lines = new Set<Line>();
  /** Something may be due that was not before. */
  isDirty = true;
  statements = 0;
  private blocked: Blocked[] = [];

  constructor(
    readonly time: WorldTime,
    private seeded: Seeded,
    private trace: Trace,
    private readonly monitor: pg.Client,
  ) {}

  /** Another run begins. */
  begin(seeded: Seeded, trace: Trace): void {
    this.seeded = seeded;
    this.trace = trace;
    this.statements = 0;
    this.isDirty = true;
  }

  ask(line: Line, statement: Statement): void {
    this.time.activity += 1;
    if (line.life.isDead) return;
    line.waiting.push(statement);
    if (!line.isBusy) this.planNext(line);
  }

  /** Rows as they are now, seen by nobody in the world. */
  async look<Row extends pg.QueryResultRow>(
    sql: string,
    parameters: readonly unknown[] = [],
  ): Promise<Row[]> {
    const answer = await this.time.real(this.monitor.query<Row>(sql, [...parameters]));
    return answer.rows;
  }

  /** Every connection of a life breaks, as when its process is killed; resolves when the server has noticed. */
  async cutAll(life: Life): Promise<void> {
    const own = [...this.lines].filter((line) => line.life === life);
    await this.cut(own);
  }

  /** The server ends what stood still in a transaction for too long. */
  async endIdle(life: Life): Promise<void> {
    const idle = [...this.lines].filter(
      (line) =>
        line.life === life &&
        line.hasTransaction &&
        !this.blocked.some((one) => one.line === line) &&
        this.time.now - line.lastAt >= IDLE_IN_TRANSACTION_MS,
    );
    if (idle.length === 0) return;
    this.trace.say(life.name, `${idle.length} idle transactions are ended`);
    await this.cut(idle);
  }

  private planNext(line: Line): void {
    const statement = line.waiting.shift();
    line.isBusy = statement !== undefined;
    if (!statement) return;
    this.time.after(this.latencyMs(), line.life, () => this.perform(line, statement));
  }

  private latencyMs(): number {
    const drawn = this.seeded.next();
    if (drawn < 0.7) return 0;
    return drawn < 0.97 ? this.seeded.between(1, 4) : this.seeded.between(5, 80);
  }

  private async perform(line: Line, statement: Statement): Promise<void> {
    const { life } = line;
    if (line.isBroken) return this.fail(line, statement);
    const { text } = statement;
    const mishap = life.pass(text === 'commit' ? 'commit' : 'statement', labelOf(text));
    this.statements += 1;
    if (mishap === 'crash-before') return life.die();
    if (mishap === 'cut-before') {
      await this.cut([line]);
      return this.fail(line, statement);
    }
    const limit = /^set local lock_timeout = (\d+)$/.exec(text);
    if (limit) line.lockTimeoutMs = Number(limit[1]);
    const answer = limit
      ? Promise.resolve({ rows: [], command: 'SET' } as unknown as Answer)
      : statement.send();
    answer.catch(() => undefined);
    if (text === 'begin') line.hasTransaction = true;
    line.lastAt = this.time.now;
    const blocked: Blocked = { line, statement, answer, mishap, isCancelled: false };
    if ((await this.doneOrBlocked(blocked)) === 'done') return this.finish(blocked);
    this.trace.say(life.name, `${nameOf(line)} waits: ${labelOf(text)}`);
    this.blocked.push(blocked);
    const patience = line.lockTimeoutMs ?? LOCK_TIMEOUT_MS[line.pool] ?? USUAL_LOCK_TIMEOUT_MS;
    this.time.after(patience, undefined, () => this.giveUp(blocked));
  }

  private async finish({ line, statement, answer, mishap, isCancelled }: Blocked): Promise<void> {
    const { life } = line;
    const { text } = statement;
    if (text === 'commit' || text === 'rollback') {
      line.hasTransaction = false;
      line.lockTimeoutMs = undefined;
    }
    line.lastAt = this.time.now;
    if (!line.hasTransaction) this.isDirty = true;
    const said = await answer.then(
      (result) => ({ result: inOrder(text, result), rows: result.rowCount ?? 0 }),
      (error: unknown) => ({ error: isCancelled ? lockTimeout() : error, rows: 0 }),
    );
    const outcome = 'error' in said ? `! ${codeOf(said.error)}` : `${said.rows}`;
    this.trace.say(life.name, `${nameOf(line)} ${labelOf(text)} → ${outcome}`);
    if (mishap === 'crash-after') return life.die();
    if (mishap === 'cut-after') {
      await this.cut([line]);
      return this.fail(line, statement);
    }
    // First the database comes to rest: whoever hears goes on, and both at once would be a race in real time.
    await this.lookAgain();
    const hear = (): void => {
      if ('error' in said) statement.reject(said.error);
      else statement.resolve(said.result);
      this.planNext(line);
    };
    // Heard when it moves again.
    if (mishap === 'freeze') this.time.at(this.time.now, life, hear);
    else hear();
  }

  private fail(line: Line, statement: Statement): void {
    this.trace.say(line.life.name, `${nameOf(line)} is broken: ${labelOf(statement.text)}`);
    for (const one of [statement, ...line.waiting.splice(0)]) one.reject(lost());
    line.isBusy = false;
  }

  /** Whoever waited may have got what it waited for. */
  private async lookAgain(): Promise<void> {
    for (let isNews = true; isNews && this.blocked.length > 0;) {
      isNews = false;
      for (const one of [...this.blocked]) {
        if ((await this.doneOrBlocked(one)) === 'blocked') continue;
        this.blocked = this.blocked.filter((other) => other !== one);
        isNews = true;
        if (one.line.isBroken) continue;
        this.time.at(this.time.now, one.line.life, () => this.finish(one));
      }
    }
  }

  private async giveUp(one: Blocked): Promise<boolean> {
    if (!this.blocked.includes(one)) return false;
    one.isCancelled = true;
    await this.look('select pg_cancel_backend($1)', [one.line.pid]);
    await this.time.real(one.answer.catch(() => undefined));
    await this.lookAgain();
    return true;
  }

  /** Both last: what is done stays done, and who blocks it does not move before we let it. */
  private async doneOrBlocked({ line, answer }: Blocked): Promise<'done' | 'blocked'> {
    const state = { isDone: false };
    const done = (): void => void (state.isDone = true);
    const settled = answer.then(done, done);
    for (;;) {
      await soonest(settled);
      if (state.isDone) return 'done';
      const [row] = await this.look<{ waits: boolean }>(
        'select cardinality(pg_blocking_pids($1)) > 0 as waits',
        [line.pid],
      );
      if (!state.isDone && row?.waits) return 'blocked';
    }
  }

  private async cut(lines: readonly Line[]): Promise<void> {
    const pids = lines.map(({ pid }) => pid).filter(Boolean);
    for (const line of lines) line.cut();
    this.isDirty = true;
    await this.look('select pg_terminate_backend(pid) from unnest($1::int[]) as pid', [pids]);
    for (;;) {
      const alive = await this.look('select 1 as one from pg_stat_activity where pid = any($1::int[])', [
        pids,
      ]);
      if (alive.length === 0) break;
      await nextTurn();
    }
    const own = this.blocked.filter(({ line }) => lines.includes(line));
    this.blocked = this.blocked.filter(({ line }) => !lines.includes(line));
    await this.lookAgain();
    for (const { line, statement } of own) if (!line.life.isDead) this.fail(line, statement);
  }
}

async function soonest(settled: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([settled, new Promise<void>((resolve) => (timer = setTimeout(resolve, SOON_MS)))]);
  clearTimeout(timer);
}

/** Rows that no order was asked for come as they lie on the pages, which is a matter of the server's own housekeeping. */
function inOrder(text: string, answer: Answer): Answer {
  if (answer.rows.length < 2 || (/\border by\b/.test(text) && !/\breturning\b/.test(text))) return answer;
  const keyed = answer.rows.map((row: unknown) => ({ row, key: JSON.stringify(row) }));
  answer.rows = keyed
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ row }) => row as Answer['rows'][number]);
  return answer;
}

const nameOf = (line: Line): string => line.pool;

/** Enough of it to recognise it; ids are never part of the text. */
const labelOf = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 64);

function codeOf(error: unknown): string {
  const { code, message } = error as { readonly code?: string; readonly message: string };
  return code ?? message.slice(0, 40);
}
