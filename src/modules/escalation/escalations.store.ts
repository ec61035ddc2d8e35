import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import type { PolicySnapshot } from '../policies/index.js';
import type { Actor } from './actor.js';
import type { Note, Run, RunEvent, RunKind } from './escalation.state.js';
import { isFinal } from './escalation.state.js';
import { type EscalationRow, instantOrNull } from './escalation.rows.js';
import { KERNEL_VERSION } from './limits.js';
import { isWorthKeeping, type StepLookup } from './lookup.js';
import { STORM_KEY } from './storm.rules.js';
import { takeTurn } from './turn-taking.js';
import type { CandidatesByStep, Severity } from './policy.js';

export const ESCALATION_COLUMNS = `id, number, team_id, policy_id, kind, status, severity, title, message, group_key,
  snapshot, run, version, due_at, started_at, ended_at, parent_id, incident_id, incident_number, released,
  started_by_id, started_by_name`;

export interface NewEscalation {
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

interface StartedEscalation extends NewEscalation {
  readonly id: string;
  readonly run: Run;
}

export interface AlertLink {
  readonly escalationId: string;
  readonly alertId: string;
}

/** One version of a run: what it was told, what it saw, what it became. */
export interface RunVersion {
  readonly row: EscalationRow;
  readonly event: RunEvent;
  readonly candidates: CandidatesByStep;
  /** How it came to them; empty where no step was looked for. */
  readonly lookup: readonly StepLookup[];
  readonly from: string;
  readonly notes: readonly Note[];
  readonly actor: Actor | undefined;
}

/** The rows of kernel 1, their log, and who waits for the timer. Many at a time: one statement each. */
@Injectable()
export class Escalations {
  constructor(private readonly transaction: Transaction) {}

  /** In the order of their ids, as everybody does who wants several. */
  async lock(escalationIds: readonly string[]): Promise<readonly EscalationRow[]> {
    if (escalationIds.length === 0) return [];
    const [, rows] = await Promise.all([
      takeTurn(this.transaction, escalationIds, 'alone'),
      this.transaction.query<EscalationRow>(
        `select ${ESCALATION_COLUMNS} from escalations where id = any($1::uuid[]) order by id for no key update`,
        [escalationIds],
      ),
    ]);
    return rows;
  }

  /** Those that nobody else holds now. */
  async claim(escalationIds: readonly string[]): Promise<readonly EscalationRow[]> {
    if (escalationIds.length === 0) return [];
    return this.transaction.query<EscalationRow>(
      `select ${ESCALATION_COLUMNS} from escalations where id = any($1::uuid[])
       order by id for no key update skip locked`,
      [escalationIds],
    );
  }

  /** What is missing from the answer: somebody else has opened one for the group meanwhile. */
  async insert(given: readonly StartedEscalation[], now: Date): Promise<readonly EscalationRow[]> {
    // What was given is known: of snapshots and runs the database would write long texts, for us to read them again.
    const rows = await this.transaction.query<Pick<EscalationRow, 'id' | 'number'>>(
      `insert into escalations (id, team_id, policy_id, kind, status, severity, title, message, group_key, is_ordinary,
         snapshot, run, version, due_at, lane, started_at, ended_at, parent_id, incident_id, incident_number,
         started_by_id, started_by_name)
       select id, team_id, policy_id, kind, status, severity, title, message, group_key, group_key is not null,
         snapshot, run, version, due_at, lane, $2, ended_at, parent_id, incident_id, incident_number,
         started_by_id, started_by_name
       from jsonb_to_recordset($1::jsonb) as given(id uuid, team_id uuid, policy_id uuid, kind text, status text,
         severity text, title text, message text, group_key text, snapshot jsonb, run jsonb, version int,
         due_at timestamptz, lane smallint, ended_at timestamptz, parent_id uuid, incident_id uuid,
         incident_number int, started_by_id uuid, started_by_name text)
       on conflict (team_id, group_key) where is_ordinary and status not in ('accepted', 'exhausted', 'resolved', 'cancelled')
       do nothing returning id, number`,
      [JSON.stringify(given.map(insertedRow)), now],
    );
    const numbers = new Map(rows.map(({ id, number }) => [id, number]));
    return given.flatMap((one) => {
      const number = numbers.get(one.id);
      return number === undefined ? [] : [startedRow(one, number, now)];
    });
  }

  /** The last state of each run, and every version on the way to it. */
  async write(changed: readonly EscalationRow[], versions: readonly RunVersion[], now: Date): Promise<void> {
    const updating =
      changed.length > 0 &&
      this.transaction.query(
        `update escalations e set status = given.status, severity = given.severity, run = given.run,
           version = given.version, due_at = given.due_at, ended_at = given.ended_at
         from jsonb_to_recordset($1::jsonb) as given(id uuid, status text, severity text, run jsonb, version int,
           due_at timestamptz, ended_at timestamptz)
         where e.id = given.id`,
        [JSON.stringify(changed.map(changedRow))],
      );
    const logging =
      versions.length > 0 &&
      this.transaction.query(
        `insert into escalation_log (escalation_id, version, at, event, candidates, lookup, from_status, to_status,
           notes, actor_id, actor_name, kernel_version)
         select escalation_id, version, $2, event, candidates, lookup, from_status, to_status, notes, actor_id,
           actor_name, $3
         from jsonb_to_recordset($1::jsonb) as given(escalation_id uuid, version int, event jsonb, candidates jsonb,
           lookup jsonb, from_status text, to_status text, notes jsonb, actor_id uuid, actor_name text)`,
        [JSON.stringify(versions.map(loggedRow)), now, KERNEL_VERSION],
      );
    await Promise.all([updating, logging]);
  }

  /** Not its hand-overs: those lock their parent themselves. */
  async resortsOf(escalationId: string): Promise<readonly string[]> {
    const rows = await this.transaction.query<{ id: string }>(
      `select id from escalations where parent_id = $1 and kind in ('last-resort', 'organisation') order by id`,
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

  /** As `linkAlerts`, where nobody asks who joined before the commit. */
  async linkAlertsAtEnd(links: readonly AlertLink[], now: Date): Promise<void> {
    await this.transaction.atEnd(this, links, (all) => this.linkAlerts(all, now));
  }

  async linkAlerts(links: readonly AlertLink[], now: Date): Promise<void> {
    if (links.length === 0) return;
    await this.transaction.query(
      `insert into escalation_alerts (escalation_id, alert_id, joined_at)
       select escalation_id, alert_id, $3 from unnest($1::uuid[], $2::uuid[]) as given(escalation_id, alert_id)
       on conflict do nothing`,
      [links.map((link) => link.escalationId), links.map((link) => link.alertId), now],
    );
  }

  /** Of its alerts, whether one is not resolved. */
  async isFiring(escalationId: string): Promise<boolean> {
    const rows = await this.transaction.query(
      `select 1 from escalation_alerts where escalation_id = $1 and resolved_at is null limit 1`,
      [escalationId],
    );
    return rows.length > 0;
  }

  /** By team: live ones that alerts opened, without its storm. */
  async liveOrdinary(teamIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (teamIds.length === 0) return new Map();
    const rows = await this.transaction.query<{ team_id: string; count: number }>(
      `select team_id, count(*)::int as count from escalations
       where is_ordinary and status not in ('accepted', 'exhausted', 'resolved', 'cancelled')
         and team_id = any($1::uuid[]) and group_key <> $2 group by team_id`,
      [[...new Set(teamIds)], STORM_KEY],
    );
    return new Map(rows.map(({ team_id, count }) => [team_id, count]));
  }

  /** As `liveOrdinary`, with nobody else opening one in these teams until the transaction ends. */
  async liveOrdinaryAlone(teamIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    // On their way together; the second looks when the first has its locks.
    const [, live] = await Promise.all([
      this.transaction.query(
        `select pg_advisory_xact_lock(hashtextextended('storm ' || id, 0)) from unnest($1::text[]) as given(id)`,
        [[...new Set(teamIds)].sort()],
      ),
      this.liveOrdinary(teamIds),
    ]);
    return live;
  }

  /** What waits beside this one to ask after its responders. */
  async stillOnItOf(escalationId: string): Promise<readonly string[]> {
    const rows = await this.transaction.query<{ id: string }>(
      `select id from escalations where parent_id = $1 and kind = 'still-on-it' and due_at is not null order by id`,
      [escalationId],
    );
    return rows.map((row) => row.id);
  }

  /** The last thing that a person did since, to anything in its family or to the incident it belongs to. */
  async lastDeedOf(row: Pick<EscalationRow, 'id' | 'incident_id'>, since: Date): Promise<Date | undefined> {
    const [found] = await this.transaction.query<{ at: Date | null }>(
      `with recursive line as (
         select id, parent_id from escalations where id = $1
         union select e.id, e.parent_id from escalations e join line l on e.id = l.parent_id),
       family as (
         select id from line
         union select e.id from escalations e join family f on e.parent_id = f.id)
       select max(at) as at from (
         select at from event_log where escalation_id in (select id from family)
           and actor_id is not null and at > $3
         union all
         select at from event_log where incident_id = $2 and actor_id is not null and at > $3) as deeds`,
      [row.id, row.incident_id, since],
    );
    return found?.at ?? undefined;
  }

  /** Last resorts under way that were opened from this one, theirs included. */
  async liveResortsOf(escalationId: string): Promise<readonly string[]> {
    const rows = await this.transaction.query<{ id: string }>(
      `with recursive family as (
         select id, due_at from escalations where parent_id = $1 and kind in ('last-resort', 'organisation')
         union select e.id, e.due_at from escalations e join family f on e.parent_id = f.id
           where e.kind in ('last-resort', 'organisation'))
       select id from family where due_at is not null order by id`,
      [escalationId],
    );
    return rows.map((row) => row.id);
  }
}

/** The row as it was inserted. */
const startedRow = (given: StartedEscalation, number: number, now: Date): EscalationRow => ({
  id: given.id,
  number,
  team_id: given.teamId,
  policy_id: given.policyId ?? null,
  kind: given.kind,
  status: given.run.status,
  severity: given.severity,
  title: given.title,
  message: given.message,
  group_key: given.groupKey ?? null,
  snapshot: given.snapshot,
  run: given.run,
  version: given.run.version,
  due_at: instantOrNull(given.run.dueAt),
  started_at: now,
  ended_at: instantOrNull(given.run.endedAt),
  parent_id: given.parentId ?? null,
  incident_id: given.incidentId ?? null,
  incident_number: given.incidentNumber ?? null,
  released: [],
  started_by_id: given.startedBy?.userId ?? null,
  started_by_name: given.startedBy?.name ?? null,
});

const insertedRow = (given: StartedEscalation): object => ({
  id: given.id,
  team_id: given.teamId,
  policy_id: given.policyId,
  kind: given.kind,
  status: given.run.status,
  severity: given.severity,
  title: given.title,
  message: given.message,
  group_key: given.groupKey,
  snapshot: given.snapshot,
  run: given.run,
  version: given.run.version,
  due_at: instantOrNull(given.run.dueAt),
  lane: given.severity === 'critical' ? 0 : 1,
  ended_at: instantOrNull(given.run.endedAt),
  parent_id: given.parentId,
  incident_id: given.incidentId,
  incident_number: given.incidentNumber,
  started_by_id: given.startedBy?.userId,
  started_by_name: given.startedBy?.name,
});

const changedRow = ({ id, run, ended_at }: EscalationRow): object => ({
  id,
  status: run.status,
  severity: run.severity,
  run,
  version: run.version,
  due_at: instantOrNull(run.dueAt),
  ended_at,
});

const loggedRow = ({ row, event, candidates, lookup, from, notes, actor }: RunVersion): object => ({
  escalation_id: row.id,
  version: row.version,
  event,
  candidates,
  lookup: isWorthKeeping(lookup) ? lookup : undefined,
  from_status: from,
  to_status: row.status,
  notes,
  actor_id: actor?.userId,
  actor_name: actor?.name,
});

/** The row as a decision leaves it. */
export const advanced = (row: EscalationRow, run: Run, now: Date): EscalationRow => ({
  ...row,
  run,
  status: run.status,
  severity: run.severity,
  version: run.version,
  due_at: instantOrNull(run.dueAt),
  ended_at: isFinal(run.status) ? (row.ended_at ?? now) : null,
});
