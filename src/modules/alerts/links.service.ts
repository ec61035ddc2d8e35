import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import type { EscalationStanding } from './alerts.facts.js';

/** What modules above say about alerts: an incident has them, an escalation stands so. */
@Injectable()
export class AlertLinks {
  constructor(private readonly transaction: Transaction) {}

  /** Joins the transaction that runs. An alert belongs to the incident that named it last. */
  async linkToIncident(
    alertIds: readonly string[],
    incident: { readonly incidentId: string; readonly number: number },
  ): Promise<void> {
    if (alertIds.length === 0) return;
    await this.transaction.query(
      `update alerts set incident_id = $2, incident_number = $3 where id = any($1::uuid[])`,
      [[...alertIds].sort(), incident.incidentId, incident.number],
    );
  }

  /** For "does anybody care for this alert": told whenever an escalation goes live, is taken, or ends. */
  async escalationsStand(standings: readonly EscalationStanding[]): Promise<void> {
    if (standings.length === 0) return;
    await this.transaction.query(
      `update alert_routes set standing = given.standing
       from jsonb_to_recordset($1::jsonb) as given("escalationId" uuid, standing text)
       where alert_routes.escalation_id = given."escalationId" and alert_routes.standing is distinct from given.standing`,
      [JSON.stringify(standings)],
    );
  }
}
