import { Injectable } from '@nestjs/common';
import { type AuditNote, AuditWriter } from '../../platform/auth/audit-trail.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';

/** Rows are written in the transaction of the change and never touched again; a trigger sees to that. Tied to the others later. */
@Injectable()
export class AuditService extends AuditWriter {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
  ) {
    super();
  }

  async write(action: string, caller: Caller, note: AuditNote): Promise<void> {
    await this.transaction.query(
      `with written as (
         insert into audit_log (id, at, action, actor_id, actor_name, via, address, agent, target_id, target_name,
           before, after)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id)
       insert into audit_waiting (audit_id) select id from written`,
      [
        newId(),
        this.clock.now(),
        action,
        note.actor?.userId ?? caller.userId ?? null,
        note.actor?.name ?? caller.name,
        // Nobody was known yet: they were just proving who they are.
        caller.kind === 'nobody' && note.actor ? 'sign-in' : caller.kind,
        caller.address,
        caller.agent,
        note.targetId ?? null,
        note.targetName ?? null,
        jsonOf(note.before),
        jsonOf(note.after),
      ],
    );
  }
}

const jsonOf = (view: unknown): string | null => (view === undefined ? null : JSON.stringify(view));
