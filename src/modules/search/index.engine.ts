import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Loops } from '../../platform/clock/loop.js';
import { Transaction } from '../../platform/database/transaction.js';
import { AlertTexts } from '../alerts/index.js';
import { IncidentTexts } from '../incidents/index.js';
import { DocumentStore } from './documents.store.js';
import { SimilarStore } from './similar.store.js';

const BATCH = 200;
const POLL_MS = 10_000;
/** Whoever sends a thousand alerts a second does not have them indexed one by one. */
const REST_MS = 200;

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
  tick(): Promise<number> {
    return this.transaction.run(async () => {
      const [progress] = await this.transaction.query<Progress>(
        `select position, rebuilding, rebuilt_until from search_progress for update skip locked`,
      );
      if (!progress) return 0;
      const heard = await this.hear(progress.position);
      return (
        heard +
        (progress.rebuilding === null ? 0 : await this.goOn(progress.rebuilding, progress.rebuilt_until))
      );
    }, 'reports');
  }

  private async hear(position: string): Promise<number> {
    const news = await this.transaction.query<News>(
      `select position, kind, incident_id, alert_id, params ->> 'commentId' as comment_id from event_log
       where position > $1 order by position limit ${BATCH}`,
      [position],
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
    const from = after ?? undefined;
    const ids =
      what === 'alerts'
        ? await this.alerts.idsAfter(from, BATCH)
        : await this.incidents.idsAfter(what, from, BATCH);
    if (what === 'alerts') await this.documents.putAlerts(ids);
    if (what === 'comments') await this.documents.putComments(ids);
    if (what === 'incidents') {
      await this.documents.putIncidents(ids);
      await this.similar.put(ids);
    }
    const isDone = ids.length < BATCH;
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
