import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Clock } from '../../platform/clock/clock.js';
import { pageOf, pageValues } from '../../platform/database/paging.js';
import { Transaction } from '../../platform/database/transaction.js';
import type { Severity } from '../../platform/wire/schemas.js';
import { PeopleQueries } from '../people/index.js';
import type * as dto from './alerts.dto.js';
import { AlertUnknown } from './alerts.errors.js';
import { FILTERED, filterValues } from './alerts.filter.js';
import { ALERT_COLUMNS, type AlertRow, alertViewOf, type QuietBy } from './alerts.rows.js';
import { MaintenanceQueries } from './maintenance.queries.js';
import { closesAt, type MaintenanceWindow, windowFor } from './maintenance.rules.js';
import { stateOf } from './ingest.queries.js';
import { subjectOf } from './rules.rules.js';

/** Shares of a bucket may not end between milliseconds. */
const bucketSecondsOf = (fromMs: number, untilMs: number, buckets: number): number =>
  Math.max(1, Math.ceil((untilMs - fromMs) / buckets / 1000));

@Injectable()
export class AlertsQueries {
  constructor(
    private readonly transaction: Transaction,
    private readonly people: PeopleQueries,
    private readonly clock: Clock,
    private readonly maintenance: MaintenanceQueries,
  ) {}

  async list(input: z.output<typeof dto.ListAlertsInput>): Promise<z.output<typeof dto.AlertPage>> {
    const [before] = pageValues(input.pageToken, 'number') ?? [];
    const rows = await this.transaction.query<AlertRow>(
      `select ${ALERT_COLUMNS} from alerts where ${FILTERED} and ($11::bigint is null or number < $11)
       order by number desc limit $12`,
      [...filterValues(input), before ?? null, input.pageSize + 1],
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
      `select floor(extract(epoch from first_received_at - $9::timestamptz) / $11)::int as bucket, severity, count(*)
       from alerts where first_received_at >= $9 and first_received_at < $10 and ${FILTERED} group by 1, 2`,
      [...filterValues(input), bucketSeconds],
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
    const isQuiet = rows.some(({ routes }) => routes.some(({ reason }) => reason === 'maintenance'));
    const now = this.clock.now();
    const [teams, windows] = await Promise.all([
      this.people.teamsByIds(teamIds),
      isQuiet ? this.maintenance.at(now) : [],
    ]);
    return rows.map((row) =>
      alertViewOf(
        row,
        (teamId) => teams.get(teamId)?.name ?? '',
        (teamId) => quietBy(row, teamId, windows, now),
      ),
    );
  }
}

function quietBy(row: AlertRow, teamId: string, windows: readonly MaintenanceWindow[], now: Date): QuietBy {
  const covered = { teamId, integrationId: row.integration_id, subject: subjectOf(stateOf({ ...row })) };
  const window = windowFor(windows, covered, now)?.row;
  if (!window) return undefined;
  return { maintenanceId: window.id, name: window.name, until: closesAt(window, now).toISOString() };
}
