import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';

export interface PeerRow {
  readonly url: string;
  readonly tried_at: Date;
  readonly delivered_at: Date | null;
  readonly failure: string | null;
  readonly failed: number;
}

/** Whom we tell that we live, and what became of it. */
@Injectable()
export class PeersStore {
  constructor(private readonly transaction: Transaction) {}

  /** At least the seconds since 1970: a database that was restored from yesterday goes on above what was said today. */
  async number(urls: readonly string[], now: Date): Promise<ReadonlyMap<string, number>> {
    const rows = await this.transaction.query<{ url: string; sequence: string }>(
      `insert into watch_peers (url, sequence, tried_at) select url, $2, $3 from unnest($1::text[]) as url
       on conflict (url) do update set sequence = greatest(watch_peers.sequence + 1, excluded.sequence),
         tried_at = excluded.tried_at
       returning url, sequence`,
      [[...urls].sort(), Math.floor(now.getTime() / 1000), now],
      'reports',
    );
    return new Map(rows.map(({ url, sequence }) => [url, Number(sequence)]));
  }

  /** Without a failure it was delivered. */
  async record(url: string, failure: string | undefined, at: Date): Promise<void> {
    await this.transaction.query(
      `update watch_peers set failure = $2, failed = failed + case when $2::text is null then 0 else 1 end,
         delivered_at = case when $2::text is null then $3 else delivered_at end where url = $1`,
      [url, failure ?? null, at],
      'reports',
    );
  }

  list(): Promise<readonly PeerRow[]> {
    return this.transaction.query<PeerRow>(
      `select url, tried_at, delivered_at, failure, failed from watch_peers order by url`,
      [],
      'reports',
    );
  }
}
