import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import type { CanaryAddress } from './canary.rules.js';

interface AddressRow {
  readonly url: string;
  readonly since: Date;
  readonly posted_at: Date | null;
  readonly failure: string | null;
  readonly proved_at: Date | null;
}

/** One try of the whole way: an alert that became an escalation of canaries. */
export interface CanaryRun {
  /** The address that the alert came through. */
  readonly url: string;
  readonly startedAt: Date;
  /** Its alerts that are not resolved yet. */
  readonly alertIds: readonly string[];
  /** When the first device said that it rings. */
  readonly rangAt: Date | undefined;
  /** Every device that was asked has said so, or it is over. */
  readonly isDone: boolean;
}

interface RunRow {
  readonly url: string;
  readonly alert_ids: readonly string[];
  readonly started_at: Date;
  readonly rang_at: Date | null;
  readonly is_done: boolean;
}

const FORGOTTEN_AT_ONCE = 100;

/** What is known of the canaries: rows, so that every replica says the same. */
@Injectable()
export class Canaries {
  constructor(private readonly transaction: Transaction) {}

  async addresses(): Promise<readonly CanaryAddress[]> {
    const rows = await this.transaction.query<AddressRow>(
      `select url, since, posted_at, failure, proved_at from canary_addresses order by url`,
      [],
      'reports',
    );
    return rows.map((row) => ({
      url: row.url,
      since: row.since,
      postedAt: row.posted_at ?? undefined,
      failure: row.failure ?? undefined,
      provedAt: row.proved_at ?? undefined,
    }));
  }

  /** Only these are tried. Of one that nobody has tried for so long, the time begins anew. */
  async keep(urls: readonly string[], now: Date, unattendedBefore: Date): Promise<void> {
    await this.transaction.query(
      `with gone as (delete from canary_addresses where url <> all($1::text[]))
       insert into canary_addresses (url, since) select unnest($1::text[]), $2
       on conflict (url) do update set since = $2
       where coalesce(canary_addresses.posted_at, canary_addresses.since) < $3`,
      [urls, now, unattendedBefore],
      'reports',
    );
  }

  async posted(url: string, at: Date): Promise<void> {
    await this.transaction.query(
      `update canary_addresses set posted_at = $2 where url = $1`,
      [url, at],
      'reports',
    );
  }

  async failed(url: string, failure: string | undefined): Promise<void> {
    await this.transaction.query(
      `update canary_addresses set failure = $2 where url = $1`,
      [url, failure ?? null],
      'reports',
    );
  }

  async proved(url: string, at: Date): Promise<void> {
    await this.transaction.query(
      `update canary_addresses set proved_at = greatest(proved_at, $2) where url = $1`,
      [url, at],
      'reports',
    );
  }

  /** Those whose alerts are not resolved yet. */
  async open(): Promise<readonly CanaryRun[]> {
    const rows = await this.transaction.query<RunRow>(
      `select e.message as url, array_agg(distinct a.alert_id) as alert_ids, e.started_at, min(r.server_at) as rang_at,
         e.due_at is null or (count(c.id) > 0 and count(distinct c.id) = count(distinct c.id) filter (where r.ring_id is not null))
           as is_done
       from escalations e join escalation_alerts a on a.escalation_id = e.id and a.resolved_at is null
         left join calls c on c.escalation_id = e.id
         left join ring_session_calls s on s.call_id = c.id
         left join receipts r on r.ring_id = s.ring_id and r.kind = 'ringing' and r.revision >= s.from_revision
           and (s.until_revision is null or r.revision < s.until_revision)
       where e.kind = 'canary' group by e.id order by e.started_at`,
      [],
      'reports',
    );
    return rows.map((row) => ({
      url: row.url,
      alertIds: row.alert_ids,
      startedAt: row.started_at,
      rangAt: row.rang_at ?? undefined,
      isDone: row.is_done,
    }));
  }

  /** Of what tried the way before that nothing is kept: it tells no story. */
  async forget(before: Date): Promise<void> {
    await this.transaction.run(async () => {
      const old = await this.transaction.query<{ id: string }>(
        `select id from escalations where kind = 'canary' and started_at < $1 and due_at is null
         order by started_at limit ${FORGOTTEN_AT_ONCE} for update skip locked`,
        [before],
      );
      if (old.length === 0) return;
      const ids = old.map(({ id }) => id);
      const calls = await this.idsOf(`select id from calls where escalation_id = any($1::uuid[])`, ids);
      const alerts = await this.idsOf(
        `select distinct alert_id as id from escalation_alerts where escalation_id = any($1::uuid[])`,
        ids,
      );
      // A ring that stood for something else as well stays.
      const rings = await this.idsOf(
        `select distinct ring_id as id from ring_session_calls s where call_id = any($1::uuid[]) and not exists (
           select from ring_session_calls o where o.ring_id = s.ring_id and o.call_id <> all($1::uuid[]))`,
        calls,
      );
      for (const [sql, of] of [
        [`delete from receipts where ring_id = any($1::uuid[])`, rings],
        [`delete from ring_session_calls where call_id = any($1::uuid[])`, calls],
        [`delete from ring_sessions where id = any($1::uuid[])`, rings],
        [`delete from call_log where call_id = any($1::uuid[])`, calls],
        [`delete from calls where id = any($1::uuid[])`, calls],
        [`delete from escalation_log where escalation_id = any($1::uuid[])`, ids],
        [`delete from escalation_alerts where escalation_id = any($1::uuid[])`, ids],
        [`delete from escalations where id = any($1::uuid[])`, ids],
        [`delete from alert_routes where alert_id = any($1::uuid[])`, alerts],
        [`delete from alerts where id = any($1::uuid[])`, alerts],
      ] as const)
        await this.transaction.query(sql, [of]);
    }, 'reports');
  }

  private async idsOf(sql: string, of: readonly string[]): Promise<readonly string[]> {
    return (await this.transaction.query<{ id: string }>(sql, [of])).map(({ id }) => id);
  }
}
