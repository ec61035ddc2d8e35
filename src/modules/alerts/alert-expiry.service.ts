import { Injectable, Logger } from '@nestjs/common';
import { mayBeOneRow } from '../../platform/database/batch-failure.js';
import { Transaction } from '../../platform/database/transaction.js';
import { AlertsService } from './alerts.service.js';
import { type Expiring, isExpired, reasonOfExpiry, type ResolveAfter } from './expiry.rules.js';
import { IngestQueries } from './ingest.queries.js';

const MOST_A_TURN = 200;
/** More than that are asked for: those that are waited for must not stand before those that are over. */
const MOST_LOOKED_AT = 2_000;
/** Between two tries of one that cannot be ended: it must not stand before the others at each turn. */
const ASIDE_MS = 300_000;

interface Row {
  readonly id: string;
  readonly integration_id: string;
  readonly integration_name: string;
  readonly source: string;
  readonly dedup_key: string;
  readonly expires_at: Date;
  readonly last_received_at: Date;
  readonly source_expires_at: Date | null;
  readonly is_shadow: boolean;
}

/** Ends alerts of which nothing is heard any more, for senders that never say that something is over. */
@Injectable()
export class AlertExpiry {
  private readonly log = new Logger(AlertExpiry.name);
  /** Until when, by alert; in the memory of this process. */
  private readonly aside = new Map<string, number>();

  constructor(
    private readonly transaction: Transaction,
    private readonly alerts: AlertsService,
    private readonly store: IngestQueries,
  ) {}

  /**
   * Resolves what is over, through the one door, with the reason as a note. Any number of processes may do it at once.
   * `listeningSince`: since when everything that was said could be heard.
   */
  async run(now: Date, listeningSince: Date): Promise<void> {
    for (const [id, untilMs] of this.aside) if (untilMs <= now.getTime()) this.aside.delete(id);
    const found = (await this.due(now, undefined))
      .filter((row) => isExpired(expiringOf(row), now, listeningSince))
      .slice(0, MOST_A_TURN);
    // Halves, down to the one that is to blame: the others end all the same.
    const left = [found];
    for (let some = left.pop(); some; some = left.pop())
      try {
        await this.end(some, now);
      } catch (error) {
        if (!mayBeOneRow(error)) throw error;
        const [only, ...others] = some;
        if (only && others.length === 0) this.setAside(only.id, now, error);
        else left.push(some.slice(some.length / 2), some.slice(0, some.length / 2));
      }
  }

  private setAside(id: string, now: Date, error: unknown): void {
    this.aside.set(id, now.getTime() + ASIDE_MS);
    this.log.error(
      { err: error, alert: id },
      'an alert that is over cannot be ended; it is tried again later',
    );
  }

  private async end(found: readonly Row[], now: Date): Promise<void> {
    if (found.length === 0) return;
    await this.transaction.run(async () => {
      await this.store.lock(found.map((row) => ({ integrationId: row.integration_id, key: row.dedup_key })));
      // Something may have been heard of it between our look and our lock.
      const rows = await this.due(
        now,
        found.map(({ id }) => id),
      );
      await this.alerts.ingest(
        rows.map((row) => ({
          origin: {
            integrationId: row.integration_id,
            name: row.integration_name,
            source: row.source,
            mode: row.is_shadow ? 'shadow' : 'live',
            missingKey: 'hash',
          },
          signal: {
            action: 'resolve',
            ref: { by: 'dedupKey', value: row.dedup_key },
            actor: 'Barry',
            note: reasonOfExpiry(expiringOf(row)),
          },
          receivedAt: now,
        })),
      );
    }, 'intake');
  }

  /**
   * The setting of an integration has changed: what fires has the whole of the new time from now, so that nothing ends
   * in the moment somebody saves a form. Joins the transaction that runs. `spared`: keys that the house itself ends.
   */
  async restart(
    integrationId: string,
    resolveAfter: ResolveAfter | undefined,
    { now, spared }: { readonly now: Date; readonly spared: string },
  ): Promise<void> {
    await this.transaction.query(
      `update alerts set expires_at = least(source_expires_at,
         $4::timestamptz + coalesce((select (one ->> 'seconds')::int from jsonb_array_elements($2::jsonb) as one
           where one ->> 'kind' = alerts.kind limit 1), $3::int) * interval '1 second')
       where integration_id = $1 and status = 'firing' and not starts_with(dedup_key, $5)`,
      [integrationId, JSON.stringify(resolveAfter?.byKind ?? []), resolveAfter?.seconds ?? null, now, spared],
    );
  }

  private due(now: Date, ids: readonly string[] | undefined): Promise<readonly Row[]> {
    return this.transaction.query<Row>(
      `select id, integration_id, integration_name, source, dedup_key, expires_at, last_received_at, source_expires_at,
         exists (select from alert_routes where alert_id = alerts.id and reason = 'shadow') as is_shadow
       from alerts where status = 'firing' and expires_at <= $1 and ($2::uuid[] is null or id = any($2))
         and id <> all($3::uuid[])
       order by expires_at limit ${MOST_LOOKED_AT}`,
      [now, ids ?? null, [...this.aside.keys()]],
      'intake',
    );
  }
}

const expiringOf = (row: Row): Expiring => ({
  expiresAt: row.expires_at,
  lastReceivedAt: row.last_received_at,
  sourceExpiresAt: row.source_expires_at ?? undefined,
});
