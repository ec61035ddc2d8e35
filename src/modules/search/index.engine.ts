import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Loops } from '../../platform/clock/loop.js';
import { sqlStateOf } from '../../platform/database/database-away.js';
import { mayBeOneRow } from '../../platform/database/batch-failure.js';
import { Transaction } from '../../platform/database/transaction.js';
import { AlertTexts } from '../alerts/index.js';
import { IncidentTexts } from '../incidents/index.js';
import { DocumentStore } from './documents.store.js';
import { SimilarStore } from './similar.store.js';

const BATCH = 200;
const POLL_MS = 10_000;
/** In a storm the processors are wanted elsewhere: two hundred a second, and the rest when it is over. */
const REST_MS = 1_000;

/** A vector that is too long, or more than can be done in the time of a statement: fewer at once may do. */
const TOO_MUCH = /^(54...|57014)$/;

const NEXT = { incidents: 'comments', comments: 'alerts', alerts: null } as const;
type Rebuilding = keyof typeof NEXT;

interface Progress {
  readonly position: string;
  readonly rebuilding: Rebuilding | null;
  readonly rebuilt_until: string | null;
}

interface News {
  readonly position: string;
  readonly kind: string;
  readonly incident_id: string | null;
  readonly alert_id: string | null;
  readonly comment_id: string | null;
}

/**
 * Follows the news, a moment after it is committed, in one replica at a time: nobody who raises an alert or writes a
 * comment waits for an index. Whatever the news says, the texts are read as they are now, so each piece may come twice.
 */
@Injectable()
export class SearchIndex implements OnApplicationBootstrap {
  private readonly log = new Logger(SearchIndex.name);
  /** At once; fewer while it is looked for what cannot be taken in. */
  private most = BATCH;
  private isAtNews = true;

  constructor(
    private readonly transaction: Transaction,
    private readonly loops: Loops,
    private readonly documents: DocumentStore,
    private readonly similar: SimilarStore,
    private readonly incidents: IncidentTexts,
    private readonly alerts: AlertTexts,
  ) {}

  onApplicationBootstrap(): void {
    this.loops.start({
      name: 'search',
      topics: ['numbered'],
      pollMs: POLL_MS,
      restMs: REST_MS,
      tick: () => this.tick(),
    });
  }

  /** Until nothing waits, or another replica is at it. */
  async catchUp(): Promise<void> {
    while ((await this.tick()) > 0);
  }

  /** From the first incident on, beside the news; one that is under way begins anew. @returns whether one was */
  async rebuild(): Promise<boolean> {
    const [was] = await this.transaction.query<Pick<Progress, 'rebuilding'>>(
      `update search_progress now set rebuilding = 'incidents', rebuilt_until = null
       from (select rebuilding from search_progress for update) was returning was.rebuilding`,
    );
    return was !== undefined && was.rebuilding !== null;
  }

  /** How many pieces of news, or subjects of a rebuild, were taken in. */
  async tick(): Promise<number> {
    try {
      const taken = await this.turn();
      this.most = BATCH;
      return taken;
    } catch (error) {
      if (!mayBeOneRow(error) && !TOO_MUCH.test(sqlStateOf(error))) throw error;
      this.log.error({ err: error }, `${this.most} could not be taken into the index`);
      if (this.most === 1) await this.passOver();
      else this.most = Math.ceil(this.most / 2);
      return 1;
    }
  }

  private turn(): Promise<number> {
    return this.transaction.run(async () => {
      const progress = await this.progress();
      if (!progress) return 0;
      this.isAtNews = true;
      const heard = await this.hear(progress.position);
      if (heard > 0 || progress.rebuilding === null) return heard;
      this.isAtNews = false;
      return this.goOn(progress.rebuilding, progress.rebuilt_until);
    }, 'reports');
  }

  private async progress(): Promise<Progress | undefined> {
    const [progress] = await this.transaction.query<Progress>(
      `select position, rebuilding, rebuilt_until from search_progress for update skip locked`,
    );
    return progress;
  }

  /** What cannot be taken in even alone is left out; everything behind it is not. */
  private passOver(): Promise<void> {
    return this.transaction.run(async () => {
      const progress = await this.progress();
      if (!progress) return;
      if (this.isAtNews) {
        await this.transaction.query(
          `update search_progress set position = coalesce(
             (select min(position) from event_log where position > search_progress.position), position)`,
        );
        return;
      }
      if (progress.rebuilding === null) return;
      const [next] = await this.idsOf(progress.rebuilding, progress.rebuilt_until ?? undefined, 1);
      await this.transaction.query(`update search_progress set rebuilt_until = $1`, [
        next ?? progress.rebuilt_until,
      ]);
    }, 'reports');
  }

  private idsOf(what: Rebuilding, after: string | undefined, most: number): Promise<readonly string[]> {
    return what === 'alerts' ? this.alerts.idsAfter(after, most) : this.incidents.idsAfter(what, after, most);
  }

  private async hear(position: string): Promise<number> {
    const news = await this.transaction.query<News>(
      `select position, kind, incident_id, alert_id, params ->> 'commentId' as comment_id from event_log
       where position > $1 order by position limit $2`,
      [position, this.most],
    );
    const last = news.at(-1);
    if (!last) return 0;
    const of = (noun: string): readonly News[] => news.filter(({ kind }) => kind.startsWith(`${noun}.`));
    const incidents = of('incident');
    const said = distinct(incidents.map(({ comment_id }) => comment_id));
    const changed = distinct(incidents.map((one) => (one.comment_id === null ? one.incident_id : null)));
    if (changed.length > 0) await this.documents.putChanged(changed);
    if (said.length > 0) {
      await this.documents.putComments(said);
      // They are sorted by their last word.
      await this.documents.putIncidents(distinct(incidents.map(({ incident_id }) => incident_id)));
    }
    const alerts = distinct(of('alert').map(({ alert_id }) => alert_id));
    if (alerts.length > 0) await this.documents.putAlerts(alerts);
    const profiles = distinct(incidents.map(({ incident_id }) => incident_id));
    if (profiles.length > 0) await this.similar.put(profiles);
    await this.transaction.query(`update search_progress set position = $1`, [last.position]);
    return news.length;
  }

  private async goOn(what: Rebuilding, after: string | null): Promise<number> {
    const ids = await this.idsOf(what, after ?? undefined, this.most);
    if (what === 'alerts') await this.documents.putAlerts(ids);
    if (what === 'comments') await this.documents.putComments(ids);
    if (what === 'incidents') {
      await this.documents.putIncidents(ids);
      await this.similar.put(ids);
    }
    const isDone = ids.length < this.most;
    await this.transaction.query(`update search_progress set rebuilding = $1, rebuilt_until = $2`, [
      isDone ? NEXT[what] : what,
      isDone ? null : ids.at(-1),
    ]);
    return Math.max(ids.length, isDone && NEXT[what] === null ? 0 : 1);
  }
}

const distinct = (ids: readonly (string | null)[]): readonly string[] => [
  ...new Set(ids.flatMap((id) => (id === null ? [] : [id]))),
];
