import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';

/** What has been acknowledged at its source. */
@Injectable()
export class AcknowledgedAlerts {
  constructor(private readonly transaction: Transaction) {}

  /** Of these alerts the firing ones that nobody has acknowledged at one of these integrations, whose word is trusted. */
  async missingOf(
    alertIds: readonly string[],
    trustedIntegrationIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const rows = await this.transaction.query<{ id: string }>(
      `select id from alerts where id = any($1::uuid[]) and status = 'firing'
         and (acknowledged_by is null or integration_id <> all($2::uuid[]))`,
      [alertIds, trustedIntegrationIds],
    );
    return new Set(rows.map(({ id }) => id));
  }
}
