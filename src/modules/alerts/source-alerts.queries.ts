import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { AlertView, Ref } from '../../plugins/kit/index.js';
import { Transaction } from '../../platform/database/transaction.js';
import { boundedKey } from './signal.rules.js';

interface Row {
  readonly id: string;
  readonly number: string;
  readonly dedup_key: string;
  readonly title: string;
  readonly full_title: string | null;
  readonly description: string;
  readonly severity: AlertView['severity'];
  readonly service: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly status: AlertView['status'];
  readonly acknowledged_by: string | null;
  readonly suppressed_until: Date | null;
  readonly count: number;
  readonly first_received_at: Date;
  readonly last_received_at: Date;
}
const COLUMNS = `id, number, dedup_key, title, full_title, description, severity, service, labels, status, acknowledged_by,
  suppressed_until, count, first_received_at, last_received_at`;

const LONGEST_NUMBER = 15;

/** Alerts as the sender they came from may see them: its own, and no word of who is called. */
@Injectable()
export class SourceAlerts {
  constructor(private readonly transaction: Transaction) {}

  /** The newest one of a key, or the one of an id or a number. */
  async find(integrationId: string, { by, value }: Ref): Promise<AlertView | undefined> {
    const where = WHERE[by];
    if (!where.isPossible(value)) return undefined;
    const [row] = await this.transaction.query<Row>(
      `select ${COLUMNS} from alerts where integration_id = $1 and ${where.sql} order by number desc limit 1`,
      [integrationId, by === 'dedupKey' ? boundedKey(value) : value],
    );
    return row && viewOf(row);
  }
}

const WHERE = {
  dedupKey: { sql: 'dedup_key = $2', isPossible: (value: string) => !value.includes('\u0000') },
  id: { sql: 'id = $2::uuid', isPossible: (value: string) => z.uuid().safeParse(value).success },
  tiny: {
    sql: 'number = $2::bigint',
    isPossible: (value: string) => /^\d+$/.test(value) && value.length <= LONGEST_NUMBER,
  },
} as const satisfies Record<Ref['by'], { sql: string; isPossible: (value: string) => boolean }>;

const viewOf = (row: Row): AlertView => ({
  id: row.id,
  tiny: row.number,
  dedupKey: row.dedup_key,
  title: row.full_title ?? row.title,
  description: row.description,
  severity: row.severity,
  service: row.service ?? undefined,
  labels: row.labels,
  status: row.status,
  acknowledgedBy: row.acknowledged_by ?? undefined,
  snoozedUntil: row.suppressed_until ?? undefined,
  count: row.count,
  openedAt: row.first_received_at,
  updatedAt: row.last_received_at,
});
