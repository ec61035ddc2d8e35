import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import type { Heartbeat } from './heartbeat.js';
import type { Condition, Delay } from './watched.rules.js';

/** A gap between two looks that is longer than that: nobody has listened. */
const DEAF_AFTER_MS = 15_000;

export interface WatchedRow {
  readonly name: string;
  readonly sequence: string;
  readonly signed_at: Date;
  readonly received_at: Date;
  readonly beat: Heartbeat;
  readonly silent_since: Date | null;
  readonly late: readonly Delay[];
  readonly good_beats: number;
}

export interface HeardBeat {
  readonly name: string;
  readonly signedAt: Date;
  readonly receivedAt: Date;
  readonly beat: Heartbeat;
}

const COLUMNS = 'name, sequence, signed_at, received_at, beat, silent_since, late, good_beats';

/** The last beat of each watched installation. */
@Injectable()
export class WatchedStore {
  constructor(private readonly transaction: Transaction) {}

  list(): Promise<readonly WatchedRow[]> {
    return this.transaction.query<WatchedRow>(
      `select ${COLUMNS} from watched_installations order by name`,
      [],
      'reports',
    );
  }

  /** Undefined before the first beat. Whoever hears the same one at the same time waits. */
  async hold(name: string): Promise<WatchedRow | undefined> {
    await this.transaction.query(`select pg_advisory_xact_lock(hashtextextended('watched ' || $1, 0))`, [
      name,
    ]);
    const [row] = await this.transaction.query<WatchedRow>(
      `select ${COLUMNS} from watched_installations where name = $1 for update`,
      [name],
    );
    return row;
  }

  async keep({ name, signedAt, receivedAt, beat }: HeardBeat, condition: Condition): Promise<void> {
    await this.transaction.query(
      `insert into watched_installations (name, sequence, signed_at, received_at, beat, late, good_beats)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (name) do update set sequence = excluded.sequence, signed_at = excluded.signed_at,
         received_at = excluded.received_at, beat = excluded.beat, silent_since = null, late = excluded.late,
         good_beats = excluded.good_beats`,
      [name, beat.sequence, signedAt, receivedAt, JSON.stringify(beat), condition.late, condition.goodBeats],
    );
  }

  /** Marks those that have been silent since then and were not known to be; gives what it marked. */
  fallSilent(names: readonly string[], since: Date): Promise<readonly WatchedRow[]> {
    return this.transaction.query<WatchedRow>(
      `update watched_installations set silent_since = received_at
       where name = any($1::text[]) and silent_since is null and received_at <= $2 returning ${COLUMNS}`,
      [names, since],
    );
  }

  /** Since when we have looked without a gap. */
  async listeningSince(now: Date): Promise<Date> {
    const [row] = await this.transaction.query<{ listening_since: Date }>(
      `insert into watch_ears (looked_at, listening_since) values ($1, $1)
       on conflict (one) do update set looked_at = $1, listening_since =
         case when watch_ears.looked_at < $2 then $1 else watch_ears.listening_since end
       returning listening_since`,
      [now, new Date(now.getTime() - DEAF_AFTER_MS)],
    );
    return row?.listening_since ?? now;
  }
}
