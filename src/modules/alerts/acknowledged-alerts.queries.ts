import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';

/** What has been acknowledged at its source. */
@Injectable()
export class AcknowledgedAlerts {
  constructor(private readonly transaction: Transaction) {}

  /** Of these alerts the firing ones that nobody has acknowledged at a source whose word was trusted then. */
  async missingOf(alertIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.transaction.query<{ id: string }>(
      `select id from alerts where id = any($1::uuid[]) and status = 'firing' and acknowledgement_counts is not true`,
      [alertIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Of these alerts the firing ones whose acknowledgement counts, by whom, the newest first. */
  async takenOf(
    alertIds: readonly string[],
  ): Promise<readonly { readonly alertId: string; readonly by: string }[]> {
    const rows = await this.transaction.query<{ id: string; by: string }>(
      `select id, acknowledged_by as by from alerts
       where id = any($1::uuid[]) and status = 'firing' and acknowledgement_counts and acknowledged_by is not null
       order by acknowledged_at desc, number desc`,
      [alertIds],
    );
    return rows.map(({ id, by }) => ({ alertId: id, by }));
  }
}
