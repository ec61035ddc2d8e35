import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Observable, type Subscriber } from 'rxjs';
import { mayEndStreams, OpenStreams } from '../../platform/auth/open-streams.js';
import { Clock } from '../../platform/clock/clock.js';
import { type Pool, Transaction } from '../../platform/database/transaction.js';
import { Metrics } from '../../platform/observability/metrics.js';
import type { EventView } from './timeline.dto.js';
import { EVENT_COLUMNS, type EventRow, eventViewOf } from './timeline.rows.js';
import { concerns, startOf, type Watcher } from './watching.rules.js';

const CHUNK = 500;
/** The one event that is in no log: read everything anew, then go on from its position. */
export const RELOAD = 'stream.reload';

interface Watch {
  readonly watcher: Watcher;
  readonly out: Subscriber<EventView>;
  /** Everything up to here has been looked at. */
  position: bigint;
}

/**
 * One reader of the numbered log a process, any number of watchers. Who resumes reads its own past from the log,
 * then joins the others at the very position where it stands, so that nothing is missed and nothing comes twice.
 */
@Injectable()
export class EventFeed implements BeforeApplicationShutdown {
  private readonly log = new Logger(EventFeed.name);
  private readonly watches = new Set<Watch>();
  private readonly open = new Set<Watch>();
  private position: bigint | undefined;
  private turn: Promise<number> | undefined;

  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly streams: OpenStreams,
  ) {}

  /** `standing` is waited for where the watch stands already and nothing has been handed out: nothing is missed. */
  watch(watcher: Watcher, after: string | undefined, standing: () => Promise<void>): Observable<EventView> {
    return new Observable<EventView>((out) => {
      const watch: Watch = { watcher, out, position: 0n };
      this.open.add(watch);
      this.metrics.streams.set(this.open.size);
      this.join(watch, after === undefined ? undefined : BigInt(after), standing).catch((error: unknown) => {
        this.log.warn({ err: error }, 'a stream could not be resumed');
        out.error(error);
      });
      return () => {
        this.open.delete(watch);
        this.watches.delete(watch);
        this.metrics.streams.set(this.open.size);
      };
    });
  }

  /** Reads on and hands out; how many events there were. */
  tick(): Promise<number> {
    this.turn ??= this.read().finally(() => (this.turn = undefined));
    return this.turn;
  }

  beforeApplicationShutdown(): void {
    for (const { out } of [...this.open]) out.complete();
  }

  private async read(): Promise<number> {
    if (this.open.size === 0) return this.skip();
    const last = this.position ?? (await this.last('ring'));
    // A watch that joined meanwhile stands where it was then: not a step further.
    this.position ??= last;
    // Rings travel here: who shows lists must not keep them waiting. Whoever resumes reads beside the lists.
    const rows = await this.after(this.position, 'ring');
    // Whoever may see less from here on leaves before the rest is handed out.
    if (rows.some(({ kind }) => mayEndStreams(kind))) await this.streams.look();
    for (const row of rows) for (const watch of this.watches) this.give(watch, row);
    const newest = rows.at(-1);
    if (newest) this.position = BigInt(newest.position);
    return rows.length;
  }

  /** Nobody listens: whoever comes next begins at the end, or reads its own past. */
  private skip(): number {
    this.position = undefined;
    return 0;
  }

  private async join(watch: Watch, after: bigint | undefined, standing: () => Promise<void>): Promise<void> {
    const last = await this.last();
    this.position ??= last;
    const { from, mustReload } = startOf(after, last);
    watch.position = from;
    if (!watch.out.closed) await standing();
    if (mustReload)
      watch.out.next({
        position: String(last),
        at: this.clock.now().toISOString(),
        kind: RELOAD,
        teamIds: [],
        params: {},
      });
    // No await between the last look and the joining: the feed cannot move in between.
    while (!watch.out.closed && watch.position < this.position) {
      const rows = await this.after(watch.position);
      for (const row of rows) this.give(watch, row);
      if (rows.length === 0) break;
    }
    if (!watch.out.closed) this.watches.add(watch);
  }

  private give(watch: Watch, row: EventRow): void {
    const position = BigInt(row.position);
    if (position <= watch.position) return;
    watch.position = position;
    if (concerns(row, watch.watcher)) watch.out.next(eventViewOf(row));
  }

  private async last(pool: Pool = 'api'): Promise<bigint> {
    const [row] = await this.transaction.query<{ last: string }>(
      `select last from event_positions`,
      [],
      pool,
    );
    return BigInt(row?.last ?? 0);
  }

  private after(position: bigint, pool: Pool = 'api'): Promise<readonly EventRow[]> {
    return this.transaction.query<EventRow>(
      `select ${EVENT_COLUMNS} from event_log where position > $1 order by position limit ${CHUNK}`,
      [String(position)],
      pool,
    );
  }
}
