import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Transaction } from '../../platform/database/transaction.js';
import { actorOf } from './actor.js';
import type { CallView } from './escalation.dto.js';
import { type CallStatus, isCallOver, isDeclinable } from './call.state.js';
import { Calls } from './calls.store.js';
import { CallOver, CallUnknown } from './escalation.errors.js';
import type { CallRow } from './escalation.rows.js';
import { EscalationViews } from './escalation.views.js';
import { EscalationsService } from './escalations.service.js';
import type { Work } from './work.js';
import { Works } from './works.js';

/** What the person who is called does. `by` is the device in hand, or `console`. */
@Injectable()
export class CallsService {
  constructor(
    private readonly works: Works,
    private readonly escalations: EscalationsService,
    private readonly calls: Calls,
    private readonly views: EscalationViews,
    private readonly transaction: Transaction,
    private readonly audit: AuditTrail,
  ) {}

  async answer(callId: string, caller: Caller): Promise<CallView> {
    return this.noted(callId, await this.works.run((work) => this.answerIn(work, callId, caller)));
  }

  async accept(callId: string, caller: Caller): Promise<CallView> {
    return this.noted(callId, await this.works.run((work) => this.acceptIn(work, callId, caller)));
  }

  async decline(callId: string, reason: string, caller: Caller): Promise<CallView> {
    return this.noted(callId, await this.works.run((work) => this.declineIn(work, callId, reason, caller)));
  }

  /** @returns what the call was, as the other two do */
  async answerIn(work: Work, callId: string, caller: Caller): Promise<CallStatus> {
    const row = await this.own(work, callId, caller);
    const was = row.status;
    if (isCallOver(row.status)) throw new CallOver('This call is over', { status: row.status });
    await work.applyCall(
      callId,
      { kind: 'receipt', deviceId: byOf(caller), receipt: 'answered' },
      actorOf(caller),
    );
    // A console is no device of the call.
    const now = await work.call(callId);
    if (now?.status === 'calling')
      await work.applyCall(callId, { kind: 'answer', by: byOf(caller) }, actorOf(caller));
    return was;
  }

  /** Kernel 1 is asked first; its refusal leaves the call as it was. */
  async acceptIn(work: Work, callId: string, caller: Caller): Promise<CallStatus> {
    const row = await this.own(work, callId, caller);
    const was = row.status;
    const event = { kind: 'callAccepted', callId: row.key, userId: row.user_id } as const;
    const decision = await work.apply(row.escalation_id, event, actorOf(caller));
    const escalation = await work.escalation(row.escalation_id);
    if (escalation && typeof decision !== 'string') await this.escalations.refuse(decision, escalation);
    await work.applyCall(callId, { kind: 'accept', by: byOf(caller) }, actorOf(caller));
    return was;
  }

  async declineIn(work: Work, callId: string, reason: string, caller: Caller): Promise<CallStatus> {
    const row = await this.own(work, callId, caller);
    const was = row.status;
    if (was === 'declined') return was;
    if (!isDeclinable(row.state)) throw new CallOver('This call is over', { status: row.status });
    await this.calls.noteDecline(callId, reason);
    await work.applyCall(callId, { kind: 'decline', by: byOf(caller) }, actorOf(caller));
    return was;
  }

  /** The escalation is locked before its call. */
  private async own(work: Work, callId: string, caller: Caller): Promise<CallRow> {
    const [found] = await this.transaction.query<{ escalation_id: string; user_id: string }>(
      `select escalation_id, user_id from calls where id = $1`,
      [callId],
    );
    if (!found || found.user_id !== caller.userId) throw new CallUnknown('You have no such call', { callId });
    await work.escalation(found.escalation_id);
    const row = await work.call(callId);
    if (!row) throw new CallUnknown('You have no such call', { callId });
    return row;
  }

  private async noted(callId: string, was: CallStatus): Promise<CallView> {
    const view = await this.views.call(callId);
    const [before, after] = [{ status: was }, { status: view.status }];
    this.audit.note({ targetId: callId, targetName: view.userName, before, after });
    return view;
  }
}

const byOf = (caller: Caller): string => caller.ring?.deviceId ?? caller.deviceId ?? 'console';
