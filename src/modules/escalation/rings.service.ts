import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Metrics } from '../../platform/observability/metrics.js';
import { AddressesService } from '../devices/index.js';
import { Routes } from '../notifications/index.js';
import { PeopleQueries } from '../people/index.js';
import type { CallStatus } from './call.state.js';
import { CallsService } from './calls.service.js';
import type { ReceiptAnswer, ReceiptInput, RingView } from './escalation.dto.js';
import { RingUnknown } from './escalation.errors.js';
import { type RingSessionRow, SESSION_COLUMNS } from './ring-session.rows.js';
import { RingViews } from './ring.views.js';
import { RingWaits } from './ring-waits.js';
import type { Work } from './work.js';
import { Works } from './works.js';

type Receipt = z.output<typeof ReceiptInput>;
const PROOFS: ReadonlySet<Receipt['kind']> = new Set<Receipt['kind']>(['ringing', 'answered', 'suppressed']);

/** What devices do with a ring, by their receipt token or their owner's credentials. */
@Injectable()
export class RingsService {
  constructor(
    private readonly works: Works,
    private readonly calls: CallsService,
    private readonly views: RingViews,
    private readonly people: PeopleQueries,
    private readonly addresses: AddressesService,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly waits: RingWaits,
    private readonly metrics: Metrics,
    private readonly audit: AuditTrail,
    private readonly routes: Routes,
  ) {}

  /** Waits, at most `waitSeconds`, while the ring is at `revision`. */
  async get(ringId: string, caller: Caller, waitSeconds = 0, revision?: number): Promise<RingView> {
    const session = await this.session(ringId, caller);
    const isNews = revision !== undefined && session.revision !== revision;
    if (waitSeconds > 0 && !isNews && session.ended_at === null)
      await this.waits.change(session.id, revision ?? session.revision, waitSeconds);
    return this.views.one(await this.session(ringId, caller));
  }

  answer(ringId: string, callIds: readonly string[] | undefined, caller: Caller): Promise<RingView> {
    return this.each(ringId, callIds, caller, (work, callId, owner) =>
      this.calls.answerIn(work, callId, owner),
    );
  }

  accept(ringId: string, callIds: readonly string[] | undefined, caller: Caller): Promise<RingView> {
    return this.each(ringId, callIds, caller, (work, callId, owner) =>
      this.calls.acceptIn(work, callId, owner),
    );
  }

  decline(
    ringId: string,
    callIds: readonly string[] | undefined,
    reason: string,
    caller: Caller,
  ): Promise<RingView> {
    return this.each(ringId, callIds, caller, (work, callId, owner) =>
      this.calls.declineIn(work, callId, reason, owner),
    );
  }

  /** Kept once per (ring, revision, device, kind); order and repetition do not matter. */
  async receipt(receipt: Receipt, caller: Caller): Promise<z.output<typeof ReceiptAnswer>> {
    const session = await this.session(receipt.ringId, caller).catch((error: unknown) => {
      if (error instanceof RingUnknown) this.metrics.idleReceipts.inc({ reason: 'other-ring' });
      throw error;
    });
    if (session.device_id !== receipt.deviceId.toLowerCase()) {
      this.metrics.idleReceipts.inc({ reason: 'other-device' });
      throw new RingUnknown('This ring is not on this device', { ringId: receipt.ringId });
    }
    const now = this.clock.now();
    const isNew = await this.works.run(async (work) => {
      if (!(await this.keep(session, receipt, now))) return false;
      if (receipt.kind === 'expired' || receipt.kind === 'stopped') return true;
      // Do not disturb, or no permission: the push came through all the same.
      if (PROOFS.has(receipt.kind)) await this.routes.proved(session.id, session.device_id, now);
      const calls = await this.callsOf(session.id, receipt.revision);
      await work.holdAll(calls.map((call) => call.escalation_id));
      await work.holdCalls(calls.map((call) => call.id));
      for (const { id } of calls)
        await work.applyCall(id, { kind: 'receipt', deviceId: session.device_id, receipt: receipt.kind });
      return true;
    });
    if (isNew) await this.addresses.noteReceipt(session.device_id, now);
    else this.metrics.idleReceipts.inc({ reason: 'repeated' });
    this.metrics.receipts.inc({ kind: receipt.kind });
    const { revision, status } = await this.session(receipt.ringId, caller);
    return { ringId: session.id, revision, status, duplicate: !isNew };
  }

  private async keep(session: RingSessionRow, receipt: Receipt, now: Date): Promise<boolean> {
    const kept = await this.transaction.query(
      `insert into receipts (ring_id, revision, device_id, kind, seq, server_at, device_at, detail)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning 1 as one`,
      [
        session.id,
        receipt.revision,
        session.device_id,
        receipt.kind,
        receipt.seq,
        now,
        receipt.at,
        JSON.stringify(receipt.detail ?? {}),
      ],
    );
    return kept.length > 0;
  }

  /** Those which that revision stood for, in lock order. */
  private callsOf(
    ringId: string,
    revision: number,
  ): Promise<readonly { id: string; escalation_id: string }[]> {
    return this.transaction.query(
      `select c.id, c.escalation_id from ring_session_calls s join calls c on c.id = s.call_id
       where s.ring_id = $1 and s.from_revision <= $2 and (s.until_revision is null or s.until_revision > $2)
       order by c.escalation_id, c.id`,
      [ringId, revision],
    );
  }

  private async each(
    ringId: string,
    callIds: readonly string[] | undefined,
    caller: Caller,
    act: (work: Work, callId: string, owner: Caller) => Promise<CallStatus>,
  ): Promise<RingView> {
    const session = await this.session(ringId, caller);
    const owner = await this.owner(session, caller);
    const own = await this.transaction.query<{
      id: string;
      escalation_id: string;
      until: number | null;
      is_test: boolean;
    }>(
      `select c.id, c.escalation_id, s.until_revision as until, e.kind = 'test' as is_test
       from ring_session_calls s join calls c on c.id = s.call_id join escalations e on e.id = c.escalation_id
       where s.ring_id = $1 order by c.escalation_id, c.id`,
      [ringId],
    );
    const named = callIds && own.filter((call) => callIds.includes(call.id));
    if (named && named.length !== new Set(callIds).size)
      throw new RingUnknown('Some of these calls are not of this ring', { ringId });
    const live = own.filter((call) => call.until === null);
    // On a late tap the ring may be over: the last calls it stood for are meant, not those it had lost before.
    const end = Math.max(...own.map((call) => call.until ?? 0));
    const meant = named ?? (live.length > 0 ? live : own.filter((call) => call.until === end));
    // A test that is under something real is not seen, and must not ring on after it.
    const chosen = own.filter((call) => meant.includes(call) || (call.is_test && call.until === null));
    const before: Record<string, CallStatus> = {};
    await this.works.run(async (work) => {
      await work.holdAll(chosen.map((call) => call.escalation_id));
      for (const call of chosen) before[call.id] = await act(work, call.id, owner);
    });
    // What became of each stands in the logs of the calls; whoever picks up waits for nothing more here.
    this.audit.note({ targetId: ringId, targetName: owner.name, before: { calls: before } });
    return this.views.one(await this.session(ringId, caller));
  }

  /** A receipt token acts for the person whose device it was given to. */
  private async owner(session: RingSessionRow, caller: Caller): Promise<Caller> {
    if (caller.kind !== 'ring') return { ...caller, deviceId: caller.deviceId ?? session.device_id };
    const user = await this.people.user(session.user_id);
    return { ...caller, userId: user.userId, name: user.name };
  }

  private async session(ringId: string, caller: Caller): Promise<RingSessionRow> {
    const [row] = await this.transaction.query<RingSessionRow>(
      `select ${SESSION_COLUMNS} from ring_sessions where id = $1`,
      [ringId],
    );
    const mayIt = row && (caller.ring ? caller.ring.ringId === row.id : caller.userId === row.user_id);
    if (!row || !mayIt) throw new RingUnknown('There is no such ring', { ringId });
    return row;
  }
}
