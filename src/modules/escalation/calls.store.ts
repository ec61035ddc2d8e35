import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import type { Actor } from './actor.js';
import type { Call, CallDecision, CallEvent } from './call.state.js';
import { stageMarks } from './stage-marks.rules.js';
import { type CallRow, instantOrNull } from './escalation.rows.js';
import { KERNEL_VERSION } from './limits.js';

export const CALL_COLUMNS = `id, escalation_id, key, cycle, step, user_id, try, status, state, stages, version, due_at,
  started_at, ended_at, decline_reason`;

type Changed = Extract<CallDecision, { outcome: 'changed' }>;

/** The rows of kernel 2 and their log. */
@Injectable()
export class Calls {
  constructor(private readonly transaction: Transaction) {}

  async lock(callId: string): Promise<CallRow | undefined> {
    const [row] = await this.transaction.query<CallRow>(
      `select ${CALL_COLUMNS} from calls where id = $1 for update`,
      [callId],
    );
    return row;
  }

  async idOf(escalationId: string, key: string): Promise<string | undefined> {
    const [row] = await this.transaction.query<{ id: string }>(
      `select id from calls where escalation_id = $1 and key = $2`,
      [escalationId, key],
    );
    return row?.id;
  }

  /** The kernel names a call by (cycle, step, user, try); the row exists once, whatever happens. */
  async insert(escalationId: string, call: Call, now: Date): Promise<CallRow> {
    const [cycle, step, userId, tryNumber] = call.callId.split('/') as [string, string, string, string];
    const [row] = await this.transaction.query<CallRow>(
      `insert into calls (id, escalation_id, key, cycle, step, user_id, try, status, state, version, due_at, started_at)
       values ($1, $2, $3, $4, $5, $6, $7, 'calling', $8, 0, $9, $9) returning ${CALL_COLUMNS}`,
      [
        newId(),
        escalationId,
        call.callId,
        Number(cycle),
        Number(step),
        userId,
        Number(tryNumber),
        JSON.stringify(call),
        now,
      ],
    );
    if (!row) throw new Error(`call ${call.callId} of ${escalationId} was not stored`);
    return row;
  }

  async advance(
    row: CallRow,
    decision: Changed,
    event: CallEvent,
    now: Date,
    actor: Actor | undefined,
  ): Promise<CallRow> {
    const { call, notes } = decision;
    const stages = [...row.stages, ...stageMarks(row.state, decision, event, now)];
    const status = call.status as CallRow['status'];
    const endedAt = instantOrNull(call.endedAt);
    await this.transaction.query(
      `with changed as (update calls set status = $2, state = $3, stages = $4, version = $5, due_at = $6, ended_at = $7
         where id = $1)
       insert into call_log (call_id, version, at, event, notes, from_status, to_status, actor_id, actor_name, kernel_version)
       values ($1, $5, $8, $9, $10, $11, $2, $12, $13, $14)`,
      [
        row.id,
        status,
        JSON.stringify(call),
        JSON.stringify(stages),
        call.version,
        instantOrNull(call.dueAt),
        endedAt,
        now,
        JSON.stringify(event),
        JSON.stringify(notes),
        row.state.status,
        actor?.userId ?? null,
        actor?.name ?? null,
        KERNEL_VERSION,
      ],
    );
    return {
      ...row,
      status,
      state: call,
      stages,
      version: call.version,
      due_at: instantOrNull(call.dueAt),
      ended_at: endedAt,
    };
  }

  async noteDecline(callId: string, reason: string): Promise<void> {
    await this.transaction.query(`update calls set decline_reason = $2 where id = $1`, [callId, reason]);
  }
}
