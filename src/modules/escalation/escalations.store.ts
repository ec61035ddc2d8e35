import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import type { PolicySnapshot } from '../policies/index.js';
import type { Actor } from './actor.js';
import type { Decision, Run, RunEvent, RunKind } from './escalation.state.js';
import { isFinal } from './escalation.state.js';
import { type EscalationRow, instantOrNull } from './escalation.rows.js';
import { KERNEL_VERSION } from './limits.js';
import type { CandidatesByStep, Severity } from './policy.js';

export const ESCALATION_COLUMNS = `id, number, team_id, policy_id, kind, status, severity, title, message, group_key,
  snapshot, run, version, due_at, started_at, ended_at, last_alert_at, parent_id, incident_id, incident_number,
  released, started_by_id, started_by_name`;

type Changed = Extract<Decision, { outcome: 'changed' }>;

export interface NewEscalation {
  readonly id?: string;
  readonly teamId: string;
  readonly policyId?: string | undefined;
  readonly kind: RunKind;
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  /** Only of ordinary ones, which alerts start: at most one of a team and group lives. */
  readonly groupKey?: string | undefined;
  readonly snapshot: PolicySnapshot;
  readonly parentId?: string | undefined;
  readonly incidentId?: string | undefined;
  readonly incidentNumber?: number | undefined;
  readonly startedBy?: Actor | undefined;
}

export interface AlertLink {
  readonly escalationId: string;
  readonly alertId: string;
}

/** The rows of kernel 1, their log, and who waits for the timer. */
@Injectable()
export class Escalations {
  constructor(private readonly transaction: Transaction) {}

  async lock(escalationId: string): Promise<EscalationRow | undefined> {
    const [row] = await this.transaction.query<EscalationRow>(
      `select ${ESCALATION_COLUMNS} from escalations where id = $1 for update`,
      [escalationId],
    );
    return row;
  }

  async lockAll(escalationIds: readonly string[]): Promise<readonly EscalationRow[]> {
    if (escalationIds.length === 0) return [];
    return this.transaction.query<EscalationRow>(
      `select ${ESCALATION_COLUMNS} from escalations where id = any($1::uuid[]) order by id for update`,
      [escalationIds],
    );
  }

  /** Taken by this engine and by no other, if it is still due. */
  async claim(escalationId: string, now: Date): Promise<EscalationRow | undefined> {
    const [row] = await this.transaction.query<EscalationRow>(
      `select ${ESCALATION_COLUMNS} from escalations where id = $1 and due_at <= $2 for update skip locked`,
      [escalationId, now],
    );
    return row;
  }

  /** Undefined: somebody else has opened one for the group meanwhile. */
  async insert(given: NewEscalation, run: Run, now: Date): Promise<EscalationRow | undefined> {
    const [row] = await this.transaction.query<EscalationRow>(
      `insert into escalations (id, team_id, policy_id, kind, status, severity, title, message, group_key, is_ordinary,
         snapshot, run, version, due_at, lane, started_at, ended_at, last_alert_at, parent_id, incident_id,
         incident_number, started_by_id, started_by_name)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
       on conflict (team_id, group_key) where is_ordinary and status not in ('accepted', 'exhausted', 'resolved', 'cancelled')
       do nothing returning ${ESCALATION_COLUMNS}`,
      [
        given.id ?? newId(),
        given.teamId,
        given.policyId ?? null,
        given.kind,
        run.status,
        given.severity,
        given.title,
        given.message,
        given.groupKey ?? null,
        given.groupKey !== undefined,
        JSON.stringify(given.snapshot),
        JSON.stringify(run),
        run.version,
        instantOrNull(run.dueAt),
        given.severity === 'critical' ? 0 : 1,
        now,
        instantOrNull(run.endedAt),
        given.groupKey === undefined ? null : now,
        given.parentId ?? null,
        given.incidentId ?? null,
        given.incidentNumber ?? null,
        given.startedBy?.userId ?? null,
        given.startedBy?.name ?? null,
      ],
    );
    return row;
  }

  async advance(
    row: EscalationRow,
    { run, notes }: Changed,
    event: RunEvent,
    candidates: CandidatesByStep,
    now: Date,
    actor: Actor | undefined,
  ): Promise<EscalationRow> {
    await this.transaction.query(
      `update escalations set status = $3, severity = $4, run = $5, version = $6, due_at = $7, ended_at = $8
       where id = $1 and version = $2`,
      [
        row.id,
        row.version,
        run.status,
        run.severity,
        JSON.stringify(run),
        run.version,
        instantOrNull(run.dueAt),
        isFinal(run.status) ? (row.ended_at ?? now) : null,
      ],
    );
    const changed: EscalationRow = {
      ...row,
      run,
      status: run.status,
      severity: run.severity,
      version: run.version,
      due_at: instantOrNull(run.dueAt),
    };
    await this.log(changed, event, candidates, row.status, notes, now, actor);
    return changed;
  }

  async log(
    row: EscalationRow,
    event: RunEvent,
    candidates: CandidatesByStep,
    from: string,
    notes: Changed['notes'],
    now: Date,
    actor: Actor | undefined,
  ): Promise<void> {
    await this.transaction.query(
      `insert into escalation_log (escalation_id, version, at, event, candidates, from_status, to_status, notes,
         actor_id, actor_name, kernel_version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        row.id,
        row.version,
        now,
        JSON.stringify(event),
        JSON.stringify(candidates),
        from,
        row.status,
        JSON.stringify(notes),
        actor?.userId ?? null,
        actor?.name ?? null,
        KERNEL_VERSION,
      ],
    );
  }

  async childrenOf(escalationId: string): Promise<readonly string[]> {
    const rows = await this.transaction.query<{ id: string }>(
      `select id from escalations where parent_id = $1 order by id`,
      [escalationId],
    );
    return rows.map((row) => row.id);
  }

  async release(escalationId: string, userId: string, now: Date): Promise<void> {
    await this.transaction.query(
      `update escalations set released = released || jsonb_build_array(jsonb_build_object('userId', $2::text, 'at', $3::text))
       where id = $1`,
      [escalationId, userId, now.toISOString()],
    );
  }

  /** What joined, and when the last of each came, in one statement. */
  /** Who has it now: the takers of this one and of what was opened from it, without those who were released. */
  async workingOn(escalationId: string): Promise<readonly string[]> {
    const rows = await this.transaction.query<{ user_id: string }>(
      `with recursive family as (
         select id, run, released from escalations where id = $1
         union select e.id, e.run, e.released from escalations e join family f on e.parent_id = f.id)
       select distinct a ->> 'userId' as user_id
       from family f cross join jsonb_array_elements(f.run -> 'acceptances') a
       where not f.released @> jsonb_build_array(jsonb_build_object('userId', a ->> 'userId'))`,
      [escalationId],
    );
    return rows.map((row) => row.user_id);
  }

  async linkAlerts(links: readonly AlertLink[], now: Date): Promise<void> {
    if (links.length === 0) return;
    await this.transaction.query(
      `with given as (select * from unnest($1::uuid[], $2::uuid[]) as g(escalation_id, alert_id)),
       linked as (insert into escalation_alerts (escalation_id, alert_id, joined_at)
         select escalation_id, alert_id, $3 from given on conflict do nothing)
       update escalations set last_alert_at = $3 where id in (select escalation_id from given)`,
      [links.map((link) => link.escalationId), links.map((link) => link.alertId), now],
    );
  }
}
