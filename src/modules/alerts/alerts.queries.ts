import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { pageOf, pageValues } from '../../platform/database/paging.js';
import { Transaction } from '../../platform/database/transaction.js';
import type { Severity } from '../../platform/wire/schemas.js';
import { PeopleQueries } from '../people/index.js';
import type * as dto from './alerts.dto.js';
import { AlertUnknown } from './alerts.errors.js';
import { CANARY_INTEGRATION_ID } from './ingest.js';
import { ALERT_COLUMNS, type AlertRow, alertViewOf } from './alerts.rows.js';

/** Shares of a bucket may not end between milliseconds. */
const bucketSecondsOf = (fromMs: number, untilMs: number, buckets: number): number =>
  Math.max(1, Math.ceil((untilMs - fromMs) / buckets / 1000));

@Injectable()
export class AlertsQueries {
  constructor(
    private readonly transaction: Transaction,
    private readonly people: PeopleQueries,
  ) {}

  async list(input: z.output<typeof dto.ListAlertsInput>): Promise<z.output<typeof dto.AlertPage>> {
    const [before] = pageValues(input.pageToken) ?? [];
    const rows = await this.transaction.query<AlertRow>(
      `select ${ALERT_COLUMNS} from alerts
       where ($1::text is null or status = $1) and ($2::text is null or severity = $2)
         and ($3::uuid is null or exists (select from alert_routes where alert_id = alerts.id and team_id = $3))
         and case when $4::uuid is null then integration_id <> '${CANARY_INTEGRATION_ID}' else integration_id = $4 end
         and ($5::boolean is not true or (status = 'firing' and incident_id is null and not exists (
           select from alert_routes where alert_id = alerts.id and standing in ('live', 'taken'))))
         and ($6::text is null or title ilike $6 or host ilike $6 or service ilike $6)
         and ($7::bigint is null or number < $7)
       order by number desc limit $8`,
      [
        input.unowned ? 'firing' : (input.status ?? null),
        input.severity ?? null,
        input.teamId ?? null,
        input.integrationId ?? null,
        input.unowned ?? null,
        input.query === undefined ? null : containing(input.query),
        before ?? null,
        input.pageSize + 1,
      ],
    );
    const page = pageOf(rows, input.pageSize, (row) => [Number(row.number)]);
    return {
      alerts: await this.views(page.rows),
      ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
    };
  }

  /** @throws AlertUnknown */
  async get(alertId: string): Promise<dto.AlertView> {
    const [view] = await this.byIds([alertId]);
    if (!view) throw new AlertUnknown('There is no such alert', { alertId });
    return view;
  }

  /** Those that there are, oldest first. */
  async byIds(alertIds: readonly string[]): Promise<readonly dto.AlertView[]> {
    if (alertIds.length === 0) return [];
    const rows = await this.transaction.query<AlertRow>(
      `select ${ALERT_COLUMNS} from alerts where id = any($1::uuid[]) order by number`,
      [alertIds],
    );
    return this.views(rows);
  }

  async firingOf(alertIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (alertIds.length === 0) return new Set();
    const rows = await this.transaction.query<{ id: string }>(
      `select id from alerts where id = any($1::uuid[]) and status = 'firing'`,
      [alertIds],
    );
    return new Set(rows.map((row) => row.id));
  }

  /** By its severity now, in the bucket in which it was first received. Buckets without alerts are there too. */
  async count(input: z.output<typeof dto.CountAlertsInput>): Promise<z.output<typeof dto.AlertCounts>> {
    const [fromMs, untilMs] = [Date.parse(input.from), Date.parse(input.until)];
    const bucketSeconds = bucketSecondsOf(fromMs, untilMs, input.buckets);
    const rows = await this.transaction.query<{ bucket: number; severity: Severity; count: string }>(
      `select floor(extract(epoch from first_received_at - $1::timestamptz) / $3)::int as bucket, severity, count(*)
       from alerts where first_received_at >= $1 and first_received_at < $2
         and integration_id <> '${CANARY_INTEGRATION_ID}'
         and ($4::uuid is null or exists (select from alert_routes where alert_id = alerts.id and team_id = $4))
       group by 1, 2`,
      [input.from, input.until, bucketSeconds, input.teamId ?? null],
      'reports',
    );
    const of = (bucket: number, severity: Severity): number =>
      Number(rows.find((row) => row.bucket === bucket && row.severity === severity)?.count ?? 0);
    const buckets = Math.max(0, Math.ceil((untilMs - fromMs) / 1000 / bucketSeconds));
    return {
      bucketSeconds,
      counts: Array.from({ length: Math.min(buckets, input.buckets) }, (_, bucket) => ({
        from: new Date(fromMs + bucket * bucketSeconds * 1000).toISOString(),
        critical: of(bucket, 'critical'),
        high: of(bucket, 'high'),
        warning: of(bucket, 'warning'),
        info: of(bucket, 'info'),
        unknown: of(bucket, 'unknown'),
      })),
    };
  }

  private async views(rows: readonly AlertRow[]): Promise<dto.AlertView[]> {
    const teamIds = [...new Set(rows.flatMap((row) => row.routes.map((route) => route.teamId)))];
    const teams = await this.people.teamsByIds(teamIds);
    return rows.map((row) => alertViewOf(row, (teamId) => teams.get(teamId)?.name ?? ''));
  }
}

/** A pattern that means the text itself. */
const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
