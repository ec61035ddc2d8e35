import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import { type MaintenanceRow, type MaintenanceWindow, windowOf } from './maintenance.rules.js';

export const MAINTENANCE_COLUMNS = 'id, team_id, name, starts_at, ends_at, hours, integration_id, conditions';

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
}
