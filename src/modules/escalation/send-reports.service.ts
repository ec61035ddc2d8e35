import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import type { Report } from '../../plugins/kit/index.js';
import { type Heard, type OutboxRow, SendReports, type Sent } from '../notifications/index.js';
import { isCallOver } from './call.state.js';
import type { CallEvent, Receipt } from './call.state.js';
import { PhoneCalls } from './phone-calls.js';
import type { Work } from './work.js';
import { Works } from './works.js';

interface Told {
  readonly id: string;
  readonly escalation_id: string;
  readonly device_id: string;
  readonly receipt: Receipt;
}

const isRing = (row: OutboxRow): boolean =>
  row.kind === 'ring' || row.kind === 'update' || row.kind === 'test';

/** What the sender learnt becomes receipts of the calls that its message stood for. */
@Injectable()
export class SendReportsService extends SendReports {
  constructor(
    private readonly works: Works,
    private readonly phones: PhoneCalls,
    private readonly transaction: Transaction,
  ) {
    super();
  }

  async wanted(rows: readonly OutboxRow[]): Promise<ReadonlySet<string>> {
    const live = await this.transaction.query<{ id: string }>(
      `select id from ring_sessions where id = any($1::uuid[]) and ended_at is null
       union all select id from calls where id = any($2::uuid[]) and due_at is not null`,
      [
        rows.filter(isRing).flatMap((row) => row.ring_id ?? []),
        rows.flatMap((row) => (row.kind === 'phone' ? (row.call_id ?? []) : [])),
      ],
      'ring',
    );
    const ids = new Set(live.map(({ id }) => id));
    const isWanted = (row: OutboxRow): boolean => {
      if (isRing(row)) return ids.has(row.ring_id ?? '');
      return row.kind !== 'phone' || ids.has(row.call_id ?? '');
    };
    return new Set(rows.filter(isWanted).map(({ id }) => id));
  }

  /** Everything that is learnt at once is one piece of work: rows are locked together and written together. */
  async learnt(sent: readonly Sent[]): Promise<void> {
    const rings = sent.filter(({ row }) => isRing(row));
    const taken = rings.filter(({ became }) => became === 'sent').map(({ row }) => row);
    const { refused, gone } = await this.failedOf(rings.filter(({ became }) => became !== 'sent'));
    const dialled = sent.filter(({ row }) => row.kind === 'phone' && row.call_id !== null);
    if (taken.length + refused.length + gone.length + dialled.length === 0) return;
    await this.works.run(async (work) => {
      const told = [
        ...(await this.callsOf(taken, 'provider-accepted')),
        ...(await this.callsOf(refused, 'refused')),
        ...(await this.callsOf(gone, 'gone')),
      ];
      const phones = await this.phoneCallsOf(dialled);
      await work.holdAll([...told, ...phones].map((one) => one.escalation_id));
      await work.holdCalls([...told, ...phones].map(({ id }) => id));
      for (const { id, device_id, receipt } of told)
        await work.applyCall(id, { kind: 'receipt', deviceId: device_id, receipt });
      for (const { id, became } of phones) await this.dialled(work, id, became);
      await this.stampRings(taken, work);
    });
  }

  /** Whoever took it while it was being dialled must not be rung by it. */
  private async dialled(work: Work, callId: string, became: Sent['became']): Promise<void> {
    const call = await work.call(callId);
    if (!call) return;
    if (became !== 'sent') await work.applyCall(callId, { kind: 'phone', phone: 'over' });
    else if (isCallOver(call.state.status)) await this.phones.hangUp(call, work.now);
  }

  async phone(callId: string, report: Report): Promise<Heard> {
    const event = phoneEventOf(report);
    return event ? this.phoneEvent(callId, event) : 'noted';
  }

  /** A device has failed when every way to it has; what a newer revision became of says more than this one. */
  private async failedOf(
    failed: readonly Sent[],
  ): Promise<{ readonly refused: readonly OutboxRow[]; readonly gone: readonly OutboxRow[] }> {
    if (failed.length === 0) return { refused: [], gone: [] };
    const rows = await this.transaction.query<{ id: string; is_only: boolean }>(
      `select f.id, not exists (select 1 from outbox o where o.ring_id = f.ring_id and o.device_id = f.device_id
           and o.id <> f.id and o.kind in ('ring', 'update', 'test')) as is_only
       from outbox f where f.id = any($1::uuid[]) and not exists (
         select 1 from outbox o where o.ring_id = f.ring_id and o.device_id = f.device_id and o.revision >= f.revision
           and o.id <> f.id and o.kind in ('ring', 'update', 'test') and o.state in ('waiting', 'done'))`,
      [failed.map(({ row }) => row.id)],
      'ring',
    );
    const isOnly = new Map(rows.map(({ id, is_only }) => [id, is_only]));
    // Nobody lives there any more: so far as it was its only way, the device itself is gone.
    const isGone = ({ row, became }: Sent): boolean => became === 'gone' && isOnly.get(row.id) === true;
    const all = failed.filter(({ row }) => isOnly.has(row.id));
    return {
      refused: all.filter((one) => !isGone(one)).map(({ row }) => row),
      gone: all.filter(isGone).map(({ row }) => row),
    };
  }

  /** Which calls each message stood for. A stage only rises: what a provider has taken before learns nothing anew. */
  private async callsOf(rows: readonly OutboxRow[], receipt: Receipt): Promise<readonly Told[]> {
    if (rows.length === 0) return [];
    const found = await this.transaction.query<Omit<Told, 'receipt'>>(
      `select distinct c.id, c.escalation_id, r.device_id
       from unnest($1::uuid[], $2::int[]) as given(ring_id, revision)
         join ring_sessions r on r.id = given.ring_id
         join ring_session_calls s on s.ring_id = given.ring_id and s.from_revision <= given.revision
           and (s.until_revision is null or s.until_revision > given.revision)
         join calls c on c.id = s.call_id
       where not $3 or s.from_revision > r.taken_revision
       order by c.escalation_id, c.id`,
      [rows.map((row) => row.ring_id), rows.map((row) => row.revision), receipt === 'provider-accepted'],
    );
    return found.map((row) => ({ ...row, receipt }));
  }

  private async phoneCallsOf(
    dialled: readonly Sent[],
  ): Promise<
    readonly { readonly id: string; readonly escalation_id: string; readonly became: Sent['became'] }[]
  > {
    if (dialled.length === 0) return [];
    const failed = dialled.filter(({ became }) => became !== 'sent').map(({ row }) => row);
    const refused = new Set((await this.refusedPhones(failed)).map(({ id }) => id));
    const counts = dialled.filter(({ row, became }) => became === 'sent' || refused.has(row.id));
    const became = new Map(counts.map((one) => [one.row.call_id, one.became]));
    const rows = await this.transaction.query<{ id: string; escalation_id: string }>(
      `select id, escalation_id from calls where id = any($1::uuid[]) order by escalation_id, id`,
      [[...became.keys()]],
    );
    return rows.map((row) => ({ ...row, became: became.get(row.id) ?? 'sent' }));
  }

  /** Rung anew there is another row: what the one before it became says nothing of this one. */
  private async refusedPhones(failed: readonly OutboxRow[]): Promise<readonly { readonly id: string }[]> {
    if (failed.length === 0) return [];
    return this.transaction.query<{ id: string }>(
      `select f.id from outbox f where f.id = any($1::uuid[]) and not exists (
         select 1 from outbox o where o.call_id = f.call_id and o.kind = 'phone' and o.id <> f.id
           and o.state in ('waiting', 'done'))`,
      [failed.map(({ id }) => id)],
    );
  }

  /** The ring's time is counted from its leaving; the server says the same as the card. */
  private async stampRings(taken: readonly OutboxRow[], work: Work): Promise<void> {
    if (taken.length === 0) return;
    await this.transaction.query(
      `with given as (select ring_id, max(revision) as revision,
           bool_or(kind in ('ring', 'test')) as is_ring, max(revision) filter (where kind in ('ring', 'test')) as ring_revision
         from unnest($1::uuid[], $2::int[], $3::text[]) as g(ring_id, revision, kind) group by ring_id),
       locked as (select id from ring_sessions where id in (select ring_id from given)
         order by device_id for no key update)
       update ring_sessions r set taken_revision = greatest(r.taken_revision, given.revision),
         expires_at = case when given.is_ring and r.ended_at is null and r.revision = given.ring_revision
           then $4::timestamptz + r.ring_seconds * interval '1 second' else r.expires_at end
       from given join locked on locked.id = given.ring_id where r.id = given.ring_id`,
      [
        taken.map((row) => row.ring_id),
        taken.map((row) => row.revision),
        taken.map((row) => row.kind),
        work.now,
      ],
    );
  }

  private phoneEvent(callId: string, event: CallEvent): Promise<Heard> {
    return this.works.run(async (work) => {
      const [found] = await this.transaction.query<{ escalation_id: string; user_id: string; key: string }>(
        `select escalation_id, user_id, key from calls where id = $1`,
        [callId],
      );
      if (!found) return 'too-late';
      if (event.kind === 'accept') {
        const said = { kind: 'callAccepted', callId: found.key, userId: found.user_id } as const;
        const decision = await work.apply(found.escalation_id, said);
        if (typeof decision !== 'string' && decision.outcome === 'refused') return 'too-late';
      } else await work.escalation(found.escalation_id);
      await work.applyCall(callId, event);
      if (event.kind !== 'accept' && event.kind !== 'decline') return 'noted';
      // What the caller is told is what is written, not what was pressed.
      const { status } = (await work.call(callId))?.state ?? {};
      if (status === 'accepted') return 'taken';
      return status === 'declined' ? 'declined' : 'too-late';
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
