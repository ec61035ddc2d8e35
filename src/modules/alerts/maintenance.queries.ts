import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import {
  isOpen,
  type MaintenanceRow,
  type MaintenanceWindow,
  windowFor,
  windowOf,
} from './maintenance.rules.js';
import { stateColumns, stateOf } from './ingest.queries.js';
import { subjectOf } from './rules.rules.js';

export const MAINTENANCE_COLUMNS = 'id, team_id, name, starts_at, ends_at, hours, integration_id, conditions';

/** With all columns of its alert. */
type QuietRow = Readonly<Record<string, unknown>> & {
  readonly team_id: string;
  readonly integration_id: string;
};
/** More than anybody reads. */
const MOST_QUIET = 2_000;

@Injectable()
export class MaintenanceQueries {
  constructor(private readonly transaction: Transaction) {}

  /** Those that may be open at this instant; their hours and conditions are the caller's to ask. */
  async at(now: Date): Promise<readonly MaintenanceWindow[]> {
    const rows = await this.transaction.query<MaintenanceRow>(
      `select ${MAINTENANCE_COLUMNS} from maintenance_windows where starts_at <= $1 and ends_at > $1`,
      [now],
    );
    return rows.map(windowOf);
  }

  /** Firing alerts that each window keeps quiet, by its id, while it is open; what two cover counts for both. */
  async quietCounts(rows: readonly MaintenanceRow[], now: Date): Promise<ReadonlyMap<string, number>> {
    const open = rows.filter((row) => isOpen(row, now));
    if (open.length === 0) return new Map();
    const quiet = await this.transaction.query<QuietRow>(
      `select r.team_id, a.integration_id, ${stateColumns('a')}
       from alert_routes r join alerts a on a.id = r.alert_id
       where r.reason = 'maintenance' and a.status = 'firing' and r.team_id = any($1::uuid[]) limit ${MOST_QUIET}`,
      [[...new Set(open.map((row) => row.team_id))]],
    );
    return new Map(
      open.map((row) => {
        const windows = [windowOf(row)];
        const covers = (one: QuietRow): boolean =>
          windowFor(
            windows,
            { teamId: one.team_id, integrationId: one.integration_id, subject: subjectOf(stateOf(one)) },
            now,
          ) !== undefined;
        return [row.id, quiet.filter(covers).length];
      }),
    );
  }
}
