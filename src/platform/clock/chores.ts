import { Logger } from '@nestjs/common';
import { Transaction } from '../database/transaction.js';
import type { Clock } from './clock.js';

/** Something to be done again and again, by whichever replica comes first. */
export interface Chore {
  readonly name: string;
  readonly everyMs: number;
  run(now: Date): Promise<void>;
}

export interface ChoreState {
  readonly name: string;
  readonly dueAt: Date;
  readonly doneAt: Date | undefined;
  /** Of its last run; absent when that went well. */
  readonly failure: string | undefined;
}

interface Row {
  readonly name: string;
  readonly due_at: Date;
  readonly done_at: Date | null;
  readonly failure: string | null;
}

/**
 * Chores without a leader: each is a row with a `due_at`. Who takes it moves it on by its interval first, so one that
 * dies in the middle costs one turn; a chore is written so that this does no harm.
 */
export class Chores {
  private readonly log = new Logger(Chores.name);
  private readonly known = new Map<string, Chore>();
  private isListed = false;

  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
  ) {}

  add(chore: Chore): void {
    this.known.set(chore.name, chore);
    this.isListed = false;
  }

  /** How many were done, well or not. */
  async tick(): Promise<number> {
    const now = this.clock.now();
    const taken = await this.take(now);
    for (const chore of taken) await this.runOne(chore, now);
    return taken.length;
  }

  async states(): Promise<readonly ChoreState[]> {
    const rows = await this.transaction.query<Row>(
      `select name, due_at, done_at, failure from chores where name = any($1::text[]) order by name`,
      // A row of a chore that there was once says nothing.
      [[...this.known.keys()]],
      'reports',
    );
    return rows.map((row) => ({
      name: row.name,
      dueAt: row.due_at,
      doneAt: row.done_at ?? undefined,
      failure: row.failure ?? undefined,
    }));
  }

  private async take(now: Date): Promise<readonly Chore[]> {
    const chores = [...this.known.values()];
    const names = chores.map(({ name }) => name);
    if (!this.isListed) {
      await this.transaction.query(
        `insert into chores (name, due_at) select unnest($1::text[]), $2 on conflict (name) do nothing`,
        [names, now],
        'reports',
      );
      this.isListed = true;
    }
    const rows = await this.transaction.query<{ name: string }>(
      `update chores set due_at = $2::timestamptz + given.every_ms * interval '1 millisecond'
       from unnest($1::text[], $3::bigint[]) as given(name, every_ms)
       where chores.name = given.name and chores.name in (
         select name from chores where name = any($1::text[]) and due_at <= $2 for update skip locked)
       returning chores.name`,
      [names, now, chores.map(({ everyMs }) => everyMs)],
      'reports',
    );
    // In the order in which they were added: who reports on the others comes after them.
    const due = new Set(rows.map(({ name }) => name));
    return chores.filter(({ name }) => due.has(name));
  }

  private async runOne(chore: Chore, now: Date): Promise<void> {
    let failure: string | null = null;
    try {
      await chore.run(now);
    } catch (error) {
      failure = error instanceof Error ? error.message.slice(0, 300) : 'a fault';
      this.log.error({ err: error, chore: chore.name }, 'a chore failed; its next turn tries again');
    }
    await this.transaction.query(
      `update chores set failure = $2, done_at = case when $2::text is null then $3 else done_at end where name = $1`,
      [chore.name, failure, this.clock.now()],
      'reports',
    );
  }
}
