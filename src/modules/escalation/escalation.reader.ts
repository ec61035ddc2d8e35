import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import type { EscalationView } from './escalation.dto.js';
import { EscalationUnknown } from './escalation.errors.js';
import { EscalationViews } from './escalation.views.js';

export interface EscalationForIncident {
  readonly escalationId: string;
  readonly number: number;
  readonly teamId: string;
  readonly title: string;
  readonly message: string;
  readonly severity: EscalationView['severity'];
  readonly startedAt: string;
  readonly alertIds: readonly string[];
  readonly incidentId: string | undefined;
}

export interface ResponderOf {
  readonly escalationId: string;
  readonly userId: string;
  readonly name: string;
  readonly at: string;
  readonly releasedAt: string | undefined;
}

/** What incidents may know of escalations, and the one thing that they write there. */
@Injectable()
export class EscalationReader {
  constructor(
    private readonly transaction: Transaction,
    private readonly views: EscalationViews,
  ) {}

  /** Locked, so that two taps open one incident. @throws EscalationUnknown */
  async forIncident(escalationId: string): Promise<EscalationForIncident> {
    const locked = await this.transaction.query(
      `select 1 from escalations where id = $1 and kind <> 'test' for update`,
      [escalationId],
    );
    if (locked.length === 0) throw new EscalationUnknown('There is no such escalation', { escalationId });
    const view = await this.views.one(escalationId);
    const { number, teamId, title, message, severity, startedAt, alertIds, incidentId } = view;
    return { escalationId, number, teamId, title, message, severity, startedAt, alertIds, incidentId };
  }

  /** What it calls for. @throws EscalationUnknown */
  async about(
    escalationId: string,
  ): Promise<Pick<EscalationForIncident, 'title' | 'message' | 'alertIds' | 'incidentId'>> {
    const { title, message, alertIds, incidentId } = await this.views.one(escalationId);
    return { title, message, alertIds, incidentId };
  }

  /** With everything that was opened from it. */
  async linkIncident(
    escalationId: string,
    incident: { readonly incidentId: string; readonly number: number },
  ): Promise<void> {
    await this.transaction.query(
      `with recursive family as (
         select id from escalations where id = $1
         union select e.id from escalations e join family f on e.parent_id = f.id)
       update escalations set incident_id = $2, incident_number = $3 where id in (select id from family)`,
      [escalationId, incident.incidentId, incident.number],
    );
  }

  async ofIncidents(
    incidentIds: readonly string[],
  ): Promise<readonly { readonly incidentId: string; readonly escalationId: string }[]> {
    const rows = await this.transaction.query<{ incident_id: string; id: string }>(
      `select incident_id, id from escalations where incident_id = any($1::uuid[]) order by started_at, id`,
      [incidentIds],
    );
    return rows.map((row) => ({ incidentId: row.incident_id, escalationId: row.id }));
  }

  async incidentsTakenBy(userId: string): Promise<readonly string[]> {
    const rows = await this.transaction.query<{ incident_id: string }>(
      `select distinct incident_id from escalations where incident_id is not null
         and run -> 'acceptances' @> jsonb_build_array(jsonb_build_object('userId', $1::text))`,
      [userId],
    );
    return rows.map((row) => row.incident_id);
  }

  /** Who took one of these, earliest first. */
  async acceptancesOf(escalationIds: readonly string[]): Promise<readonly ResponderOf[]> {
    if (escalationIds.length === 0) return [];
    const rows = await this.transaction.query<{
      id: string;
      user_id: string;
      at: string;
      released_at: string | null;
      name: string;
    }>(
      `select e.id, a ->> 'userId' as user_id, a ->> 'at' as at, u.name,
         (select r ->> 'at' from jsonb_array_elements(e.released) r where r ->> 'userId' = a ->> 'userId' limit 1) as released_at
       from escalations e cross join jsonb_array_elements(e.run -> 'acceptances') a join users u on u.id = (a ->> 'userId')::uuid
       where e.id = any($1::uuid[]) order by (a ->> 'at')::float8`,
      [escalationIds],
    );
    return rows.map((row) => ({
      escalationId: row.id,
      userId: row.user_id,
      name: row.name,
      at: new Date(Number(row.at)).toISOString(),
      releasedAt: row.released_at ?? undefined,
    }));
  }
}
