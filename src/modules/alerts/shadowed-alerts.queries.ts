import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import type { Severity } from '../../platform/wire/schemas.js';
import type { UrgencyName } from './alerts.facts.js';

/** An alert of an integration on trial, for one of the teams that it would have gone to. */
export interface ShadowedRoute {
  readonly alert_id: string;
  readonly number: string;
  readonly title: string;
  readonly severity: Severity;
  readonly first_received_at: Date;
  readonly ended_at: Date | null;
  readonly acknowledged_by: string | null;
  readonly acknowledged_at: Date | null;
  readonly team_id: string;
  readonly policy_id: string | null;
  readonly urgency: UrgencyName;
  readonly because: string;
}

/** What integrations on trial have brought. */
@Injectable()
export class ShadowedAlerts {
  constructor(private readonly transaction: Transaction) {}

  /** Those that began between two instants, newest first; all routes of at most `most` alerts. */
  async of(integrationId: string, from: Date, until: Date, most: number): Promise<readonly ShadowedRoute[]> {
    return this.transaction.query<ShadowedRoute>(
      `select a.id as alert_id, a.number, a.title, a.severity, a.first_received_at, a.ended_at, a.acknowledged_by,
         a.acknowledged_at, r.team_id, r.policy_id, r.urgency, r.because
       from (
         select * from alerts where integration_id = $1 and first_received_at >= $2 and first_received_at < $3
           and exists (select 1 from alert_routes s where s.alert_id = alerts.id and s.reason = 'shadow')
         order by first_received_at desc, number desc limit $4) a
       join alert_routes r on r.alert_id = a.id and r.reason = 'shadow'
       order by a.first_received_at desc, a.number desc, r.id`,
      [integrationId, from, until, most],
    );
  }
}
