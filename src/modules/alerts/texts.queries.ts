import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import type { AlertView } from './alerts.dto.js';

export interface AlertText {
  readonly alertId: string;
  readonly number: number;
  readonly integrationId: string;
  readonly dedupKey: string;
  readonly status: AlertView['status'];
  readonly severity: AlertView['severity'];
  readonly title: string;
  readonly description: string;
  readonly service: string | null;
  readonly component: string | null;
  readonly host: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly teamIds: readonly string[];
  readonly firstReceivedAt: Date;
}

/** What an index of texts has to know; sets in, sets out. */
@Injectable()
export class AlertTexts {
  constructor(private readonly transaction: Transaction) {}

  byIds(alertIds: readonly string[]): Promise<readonly AlertText[]> {
    if (alertIds.length === 0) return Promise.resolve([]);
    return this.transaction.query<AlertText>(
      `select id as "alertId", number::integer, integration_id as "integrationId", dedup_key as "dedupKey", status,
         severity, coalesce(full_title, title) as title, description, service, component, host, labels,
         array(select distinct team_id from alert_routes where alert_id = alerts.id) as "teamIds",
         first_received_at as "firstReceivedAt"
       from alerts where id = any($1::uuid[])`,
      [alertIds],
    );
  }

  async idsAfter(after: string | undefined, most: number): Promise<readonly string[]> {
    const rows = await this.transaction.query<{ id: string }>(
      `select id from alerts where $1::uuid is null or id > $1 order by id limit $2`,
      [after ?? null, most],
    );
    return rows.map(({ id }) => id);
  }
}
