import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import type { Actor } from './actor.js';
import type { Call, CallDecision, CallEvent, CallNote } from './call.state.js';
import { stageMarks } from './stage-marks.rules.js';
import { type CallRow, instantOrNull } from './escalation.rows.js';
import { KERNEL_VERSION } from './limits.js';

export const CALL_COLUMNS = `id, escalation_id, key, cycle, step, user_id, try, status, state, stages, version, due_at,
  started_at, ended_at, decline_reason`;

type Changed = Extract<CallDecision, { outcome: 'changed' }>;

/** One version of a call: what it was told, and what it became. */
export interface CallVersion {
  readonly row: CallRow;
  readonly event: CallEvent;
  readonly from: Call['status'];
  readonly notes: readonly CallNote[];
  readonly actor: Actor | undefined;
}

/** The rows of kernel 2 and their log. Many at a time: one statement each. */
@Injectable()
export class Calls {
  constructor(private readonly transaction: Transaction) {}

  async lock(callIds: readonly string[]): Promise<readonly CallRow[]> {
    if (callIds.length === 0) return [];
    return this.transaction.query<CallRow>(
      `select ${CALL_COLUMNS} from calls where id = any($1::uuid[]) order by id for no key update`,
      [callIds],
    );
  }

  /** Those that have a timer. */
  async lockLive(escalationIds: readonly string[]): Promise<readonly CallRow[]> {
    if (escalationIds.length === 0) return [];
    return this.transaction.query<CallRow>(
      `select ${CALL_COLUMNS} from calls where escalation_id = any($1::uuid[]) and due_at is not null
       order by id for no key update`,
      [escalationIds],
    );
  }

  async idOf(escalationId: string, key: string): Promise<string | undefined> {
    const [row] = await this.transaction.query<{ id: string }>(
      `select id from calls where escalation_id = $1 and key = $2`,
      [escalationId, key],
    );
    return row?.id;
  }

  async insert(rows: readonly CallRow[]): Promise<void> {
    if (rows.length === 0) return;
    await this.transaction.query(
      `insert into calls (id, escalation_id, key, cycle, step, user_id, try, status, state, stages, version, due_at,
         started_at, ended_at)
       select id, escalation_id, key, cycle, step, user_id, try, status, state, stages, version, due_at, started_at, ended_at
       from jsonb_to_recordset($1::jsonb) as given(id uuid, escalation_id uuid, key text, cycle int, step int,
         user_id uuid, try int, status text, state jsonb, stages jsonb, version int, due_at timestamptz,
         started_at timestamptz, ended_at timestamptz)`,
      [JSON.stringify(rows)],
    );
  }

  /** The last state of each call, and every version on the way to it. */
  async write(changed: readonly CallRow[], versions: readonly CallVersion[], now: Date): Promise<void> {
    const updating =
      changed.length > 0 &&
      this.transaction.query(
        `update calls c set status = given.status, state = given.state, stages = given.stages,
           version = given.version, due_at = given.due_at, ended_at = given.ended_at
         from jsonb_to_recordset($1::jsonb) as given(id uuid, status text, state jsonb, stages jsonb, version int,
           due_at timestamptz, ended_at timestamptz)
         where c.id = given.id`,
        [
          JSON.stringify(
            changed.map(({ id, status, state, stages, version, due_at, ended_at }) => ({
              id,
              status,
              state,
              stages,
              version,
              due_at,
              ended_at,
            })),
          ),
        ],
      );
    const logging =
      versions.length > 0 &&
      this.transaction.query(
        `insert into call_log (call_id, version, at, event, notes, from_status, to_status, actor_id, actor_name,
           kernel_version)
         select call_id, version, $2, event, notes, from_status, to_status, actor_id, actor_name, $3
         from jsonb_to_recordset($1::jsonb) as given(call_id uuid, version int, event jsonb, notes jsonb,
           from_status text, to_status text, actor_id uuid, actor_name text)`,
        [JSON.stringify(versions.map(loggedRow)), now, KERNEL_VERSION],
      );
    await Promise.all([updating, logging]);
  }

  async noteDecline(callId: string, reason: string): Promise<void> {
    await this.transaction.query(`update calls set decline_reason = $2 where id = $1`, [callId, reason]);
  }
}

const loggedRow = ({ row, event, from, notes, actor }: CallVersion): object => ({
  call_id: row.id,
  version: row.version,
  event,
  notes,
  from_status: from,
  to_status: row.status,
  actor_id: actor?.userId,
  actor_name: actor?.name,
});

/** The kernel names a call by (cycle, step, user, try); the row exists once, whatever happens. */
export function newCallRow(escalationId: string, call: Call, now: Date): CallRow {
  const [cycle, step, userId, tryNumber] = call.callId.split('/') as [string, string, string, string];
  return {
    id: newId(),
    escalation_id: escalationId,
    key: call.callId,
    cycle: Number(cycle),
    step: Number(step),
    user_id: userId,
    try: Number(tryNumber),
    status: 'calling',
    state: call,
    stages: [],
    version: 0,
    due_at: now,
    started_at: now,
    ended_at: null,
    decline_reason: null,
  };
}

/** The row as a decision leaves it. */
export function advancedCall(row: CallRow, decision: Changed, event: CallEvent, now: Date): CallRow {
  const { call } = decision;
  return {
    ...row,
    status: call.status as CallRow['status'],
    state: call,
    stages: [...row.stages, ...stageMarks(row.state, decision, event, now)],
    version: call.version,
    due_at: instantOrNull(call.dueAt),
    ended_at: instantOrNull(call.endedAt),
  };
}
