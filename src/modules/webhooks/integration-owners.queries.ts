import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import { IntegrationOwners } from '../alerts/index.js';

/** Whose an integration is, for whoever may not look into this module. */
@Injectable()
export class IntegrationOwnersQueries extends IntegrationOwners {
  constructor(private readonly transaction: Transaction) {
    super();
  }

  async teamOf(integrationId: string): Promise<string | undefined> {
    const [row] = await this.transaction.query<{ team_id: string }>(
      `select team_id from integrations where id = $1 and deleted_at is null`,
      [integrationId],
    );
    return row?.team_id;
  }
}
