import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import type { Report } from '../../plugins/kit/index.js';
import { type OutboxRow, SendReports } from '../notifications/index.js';
import { isCallOver } from './call.state.js';
import type { CallEvent, Receipt } from './call.state.js';
import type { Work } from './work.js';
import { Works } from './works.js';

/** What the sender learnt becomes receipts of the calls that its message stood for. */
@Injectable()
export class SendReportsService extends SendReports {
  constructor(
    private readonly works: Works,
    private readonly transaction: Transaction,
  ) {
    super();
  }

  async isWanted(row: OutboxRow): Promise<boolean> {
    if (row.kind === 'ring' || row.kind === 'update') {
      const rows = await this.transaction.query(
        `select 1 from ring_sessions where id = $1 and ended_at is null`,
        [row.ring_id],
        'ring',
      );
      return rows.length > 0;
    }
    if (row.kind !== 'phone') return true;
    const [call] = await this.transaction.query<{ status: 'calling' }>(
      `select status from calls where id = $1`,
      [row.call_id],
      'ring',
    );
    return call !== undefined && !isCallOver(call.status);
  }

  async sent(row: OutboxRow): Promise<void> {
    if (row.kind === 'ring' || row.kind === 'update') await this.receipt(row, 'provider-accepted');
  }

  /** A device has failed when every way to it has; what a newer revision became of says more than this one. */
  async failed(row: OutboxRow): Promise<void> {
    if (row.kind === 'phone' && row.call_id)
      return this.phoneEvent(row.call_id, { kind: 'phone', phone: 'over' });
    if (row.kind !== 'ring' && row.kind !== 'update') return;
    const others = await this.transaction.query<{ state: string; outcome: string | null }>(
      `select state, outcome from outbox where ring_id = $1 and device_id = $2 and revision >= $3 and id <> $4
         and kind in ('ring', 'update') and state in ('waiting', 'done')`,
      [row.ring_id, row.device_id, row.revision, row.id],
    );
    if (others.length === 0) await this.receipt(row, 'refused');
  }

  async phone(callId: string, report: Report): Promise<void> {
    const event = phoneEventOf(report);
    if (event) await this.phoneEvent(callId, event);
  }

  private receipt(row: OutboxRow, receipt: Receipt): Promise<void> {
    return this.works.run(async (work) => {
      const calls = await this.transaction.query<{ id: string; escalation_id: string }>(
        `select c.id, c.escalation_id from ring_session_calls s join calls c on c.id = s.call_id
         where s.ring_id = $1 and s.from_revision <= $2 and (s.until_revision is null or s.until_revision > $2)
           and not ($4 and exists (select 1 from jsonb_array_elements(c.state -> 'devices') d
             where d ->> 'id' = $3 and d ->> 'stage' <> 'none'))
         order by c.escalation_id, c.id`,
        // A stage only rises: whom a provider has accepted for before learns nothing, and need not be locked.
        [row.ring_id, row.revision, row.device_id ?? '', receipt === 'provider-accepted'],
      );
      for (const call of calls) {
        await work.escalation(call.escalation_id);
        await work.applyCall(call.id, { kind: 'receipt', deviceId: row.device_id ?? '', receipt });
      }
      if (receipt === 'provider-accepted' && row.kind === 'ring') await this.stampEnd(row, work);
    });
  }

  /** The ring's time is counted from its leaving; the server says the same as the card. */
  private async stampEnd(row: OutboxRow, work: Work): Promise<void> {
    await this.transaction.query(
      `update ring_sessions set expires_at = $2::timestamptz + ring_seconds * interval '1 second'
       where id = $1 and ended_at is null and revision = $3`,
      [row.ring_id, work.now, row.revision],
    );
  }

  private phoneEvent(callId: string, event: CallEvent): Promise<void> {
    return this.works.run(async (work) => {
      const [found] = await this.transaction.query<{ escalation_id: string; user_id: string; key: string }>(
        `select escalation_id, user_id, key from calls where id = $1`,
        [callId],
      );
      if (!found) return;
      if (event.kind === 'accept') {
        const said = { kind: 'callAccepted', callId: found.key, userId: found.user_id } as const;
        const decision = await work.apply(found.escalation_id, said);
        if (typeof decision !== 'string' && decision.outcome === 'refused') return;
      } else await work.escalation(found.escalation_id);
      await work.applyCall(callId, event);
    });
  }
}

/** Only digit 1 accepts; a pick-up may be voicemail. */
function phoneEventOf(report: Report): CallEvent | undefined {
  if (report.kind === 'digit') {
    if (report.digit === '1') return { kind: 'accept', by: 'phone' };
    if (report.digit === '2') return { kind: 'decline', by: 'phone' };
    return report.digit === '' ? undefined : { kind: 'phone', phone: 'digit' };
  }
  if (report.kind !== 'stage') return undefined;
  switch (report.stage) {
    case 'ringing':
      return { kind: 'phone', phone: 'ringing' };
    case 'answered':
      return { kind: 'phone', phone: 'picked-up' };
    case 'sent':
    case 'delivered':
      return undefined;
    default:
      return { kind: 'phone', phone: 'over' };
  }
}
