import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Loops } from '../clock/loop.js';
import { Transaction } from './transaction.js';

/** A statement holds its locks for a moment, however much there is to delete. */
export const BITE = 1_000;
const LOOK_EVERY_MS = 10 * 60_000;
/** Between two bites: whoever rings comes first. */
const REST_MS = 50;

/** Rows that have served their time; the names come from code. */
export interface Perishable {
  readonly table: string;
  /** How old a row is, in SQL; an index has it, so that looking costs nothing where nothing is old. */
  readonly age: string;
  /** A further condition, with `$1` for the instant before which rows are too old. */
  readonly and?: string;
  readonly keptMs: number;
}

/** What another replica is deleting is left to it. */
export const statementOf = ({ table, age, and = 'true' }: Perishable): string =>
  `delete from ${table} where ctid = any(array(
     select ctid from ${table} where ${age} < $1 and ${and} order by ${age} limit ${BITE} for update skip locked
   )) returning 1 as gone`;

/** Deletes what has served its time, bite by bite. Modules say what; the audit log and what tells a story are not among it. */
@Injectable()
export class Forgetting implements OnApplicationBootstrap {
  private readonly log = new Logger(Forgetting.name);
  private readonly known: Perishable[] = [];

  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly loops: Loops,
  ) {}

  get perishables(): readonly Perishable[] {
    return this.known;
  }

  /** Before the house opens. */
  add(...perishables: readonly Perishable[]): void {
    this.known.push(...perishables);
  }

  onApplicationBootstrap(): void {
    this.loops.start({
      name: 'forgetting',
      topics: [],
      pollMs: LOOK_EVERY_MS,
      restMs: REST_MS,
      tick: () => this.tick(),
    });
  }

  /** One bite of each table. */
  async tick(): Promise<number> {
    let gone = 0;
    for (const perishable of this.known) gone += await this.bite(perishable);
    return gone;
  }

  /** A table that cannot be tidied keeps no other from it. */
  private async bite(perishable: Perishable): Promise<number> {
    const before = new Date(this.clock.nowMs() - perishable.keptMs);
    try {
      return (await this.transaction.query(statementOf(perishable), [before])).length;
    } catch (error) {
      this.log.warn({ err: error, table: perishable.table }, 'old rows could not be deleted');
      return 0;
    }
  }
}
