import { Injectable } from '@nestjs/common';
import { newRingId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import { EventLog } from '../../platform/events/event-log.js';
import type { CancelReason } from '../../plugins/kit/index.js';
import { AddressesService, type RingingDevice } from '../devices/index.js';
import {
  type CardDraft,
  type Draft,
  LANES,
  NotifierInstances,
  Outbox,
  type OutboxEntry,
  STREAM,
} from '../notifications/index.js';
import type { Severity } from './policy.js';
import type { RingChange, RingChanges } from './ring-changes.js';

export interface RingSessionRow {
  readonly id: string;
  readonly device_id: string;
  readonly user_id: string;
  readonly revision: number;
  readonly status: 'ringing' | 'answered' | 'over';
  readonly reason: string | null;
  readonly title: string;
  readonly severity: Severity;
  readonly team: string;
  readonly ring_seconds: number;
  readonly expires_at: Date;
  readonly started_at: Date;
  readonly ended_at: Date | null;
}

interface Face {
  readonly title: string;
  readonly severity: Severity;
  readonly team: string;
  readonly ring_seconds: number;
  readonly until_ms: number;
  readonly count: number;
}

export const SESSION_COLUMNS = `id, device_id, user_id, revision, status, reason, title, severity, team, ring_seconds,
  expires_at, started_at, ended_at`;

/** One live ring per device, standing for any number of calls; every change of it is a revision. */
@Injectable()
export class RingSessions {
  constructor(
    private readonly transaction: Transaction,
    private readonly addresses: AddressesService,
    private readonly instances: NotifierInstances,
    private readonly outbox: Outbox,
    private readonly events: EventLog,
  ) {}

  /** The last act of a transaction: sessions are locked by device id. */
  async flush(changes: RingChanges, now: Date): Promise<void> {
    const taken = changes.taken();
    if (taken.length === 0) return;
    const userIds = [...new Set(taken.flatMap(([, list]) => list.map((change) => change.userId)))];
    const devices = new Map((await this.addresses.devicesOf(userIds, now)).map((d) => [d.deviceId, d]));
    const entries: OutboxEntry[] = [];
    for (const [deviceId, list] of taken)
      entries.push(...(await this.change(deviceId, devices.get(deviceId), list, now)));
    await this.outbox.put(entries, now);
  }

  private async change(
    deviceId: string,
    device: RingingDevice | undefined,
    list: readonly RingChange[],
    now: Date,
  ): Promise<readonly OutboxEntry[]> {
    const found = await this.live(deviceId);
    // What began and ended in one transaction was never shown.
    const last = new Map(list.map((change) => [change.callId, change]));
    const added = [...last.values()].filter((change) => change.does === 'add');
    const removed = [...last.values()].filter((change) => change.does === 'remove');
    if (!found && added.length === 0) return [];
    const begun = found ? undefined : await this.begin(deviceId, list[0]?.userId ?? '', now);
    // Somebody else began one between our look and our insert: it is committed now, and we join it.
    const live = found ?? (begun ? undefined : await this.live(deviceId));
    const session = begun ?? live;
    if (!session) throw new Error(`The ring of device ${deviceId} ended while it began`);
    const revision = live ? live.revision + 1 : 1;
    const isAnew = live !== undefined && (await this.isShown(session.id, added));
    await this.store(session.id, revision, added, removed);
    const face = await this.face(session.id);
    if (!face) return this.end(session, revision, removed, device, now);
    const status =
      last.size > 0 && [...last.values()].every((change) => change.does === 'answer')
        ? 'answered'
        : added.length > 0
          ? 'ringing'
          : session.status;
    const expiresAt = new Date(Math.max(face.until_ms, now.getTime()));
    await this.transaction.query(
      `update ring_sessions set revision = $2, status = $3, title = $4, severity = $5, team = $6, ring_seconds = $7,
         expires_at = $8 where id = $1`,
      [session.id, revision, status, face.title, face.severity, face.team, face.ring_seconds, expiresAt],
    );
    await this.announce(session, revision, now, undefined);
    if (status === 'answered' && added.length === 0) return [];
    const card: CardDraft = {
      ringId: session.id,
      revision,
      title: face.title,
      severity: face.severity,
      team: face.team,
      count: face.count,
      ringSeconds: face.ring_seconds,
    };
    const kind = !live || isAnew ? 'ring' : 'update';
    const lane = face.severity === 'critical' ? LANES.critical : LANES.normal;
    return this.entries(device, { kind, card, expiresAt: expiresAt.toISOString() }, lane, expiresAt, now);
  }

  private async end(
    session: RingSessionRow,
    revision: number,
    removed: readonly RingChange[],
    device: RingingDevice | undefined,
    now: Date,
  ): Promise<readonly OutboxEntry[]> {
    const reason = removed.at(-1)?.reason ?? 'cancelled';
    await this.transaction.query(
      `update ring_sessions set revision = $2, status = 'over', reason = $3, ended_at = $4 where id = $1`,
      [session.id, revision, reason, now],
    );
    await this.announce(session, revision, now, reason);
    if (removed.every((change) => change.isSilent)) return [];
    const message: Draft = { kind: 'cancel', ringId: session.id, revision, reason: cancelReason(reason) };
    return this.entries(device, message, LANES.cancel, new Date(now.getTime() + 60_000), now);
  }

  /** One row for each way to the device; the stream is one of them. */
  private entries(
    device: RingingDevice | undefined,
    message: Extract<Draft, { kind: 'ring' | 'update' | 'cancel' }>,
    lane: OutboxEntry['lane'],
    expiresAt: Date,
    now: Date,
  ): readonly OutboxEntry[] {
    if (!device) return [];
    const [ringId, revision] =
      message.kind === 'cancel'
        ? [message.ringId, message.revision]
        : [message.card.ringId, message.card.revision];
    const base = {
      lane,
      message,
      userId: device.userId,
      deviceId: device.deviceId,
      ringId,
      revision,
      notBefore: now,
      expiresAt,
    };
    const key = `${ringId}/${revision}/${message.kind}`;
    const pushed = device.addresses
      .filter((address) => this.instances.get(address.notifier)?.plugin.messages.includes(message.kind))
      .map((address) => ({
        ...base,
        key: `${key}/${address.addressId}`,
        instance: address.notifier,
        target: address.target,
        addressId: address.addressId,
      }));
    const stream = {
      ...base,
      key: `${key}/${STREAM}`,
      instance: STREAM,
      target: { deviceId: device.deviceId },
    };
    return device.connected || pushed.length === 0 ? [stream, ...pushed] : pushed;
  }

  private async live(deviceId: string): Promise<RingSessionRow | undefined> {
    const [row] = await this.transaction.query<RingSessionRow>(
      `select ${SESSION_COLUMNS} from ring_sessions where device_id = $1 and ended_at is null for update`,
      [deviceId],
    );
    return row;
  }

  /** Undefined: the device has a live one after all. */
  private async begin(deviceId: string, userId: string, now: Date): Promise<RingSessionRow | undefined> {
    const [row] = await this.transaction.query<RingSessionRow>(
      `insert into ring_sessions (id, device_id, user_id, revision, status, title, severity, team, ring_seconds, expires_at, started_at)
       values ($1, $2, $3, 1, 'ringing', '', 'unknown', '', 0, $4, $4)
       on conflict (device_id) where ended_at is null do nothing returning ${SESSION_COLUMNS}`,
      [newRingId(), deviceId, userId, now],
    );
    return row;
  }

  private async isShown(ringId: string, added: readonly RingChange[]): Promise<boolean> {
    const rows = await this.transaction.query(
      `select 1 from ring_session_calls where ring_id = $1 and call_id = any($2::uuid[]) and until_revision is null`,
      [ringId, added.map((change) => change.callId)],
    );
    return rows.length > 0;
  }

  private async store(
    ringId: string,
    revision: number,
    added: readonly RingChange[],
    removed: readonly RingChange[],
  ): Promise<void> {
    if (added.length > 0)
      await this.transaction.query(
        `insert into ring_session_calls (ring_id, call_id, from_revision) select $1, unnest($2::uuid[]), $3
         on conflict (ring_id, call_id) do update set until_revision = null`,
        [ringId, added.map((change) => change.callId), revision],
      );
    if (removed.length > 0)
      await this.transaction.query(
        `update ring_session_calls set until_revision = $3
         where ring_id = $1 and call_id = any($2::uuid[]) and until_revision is null`,
        [ringId, removed.map((change) => change.callId), revision],
      );
  }

  /** What the screen shows: the worst of its calls. */
  private async face(ringId: string): Promise<Face | undefined> {
    const [row] = await this.transaction.query<Face>(
      `select e.title, e.severity, t.name as team, (c.state ->> 'ringSeconds')::int as ring_seconds,
         max((c.state ->> 'pushUntil')::float8) over () as until_ms, count(*) over ()::int as count
       from ring_session_calls s join calls c on c.id = s.call_id join escalations e on e.id = c.escalation_id
         join teams t on t.id = e.team_id
       where s.ring_id = $1 and s.until_revision is null
       order by array_position(array['critical', 'high', 'warning', 'info', 'unknown'], e.severity), c.started_at, c.id limit 1`,
      [ringId],
    );
    return row;
  }

  private announce(
    session: RingSessionRow,
    revision: number,
    now: Date,
    reason: string | undefined,
  ): Promise<void> {
    return this.events.append([
      {
        kind: 'ring.changed',
        at: now,
        audience: [session.user_id],
        userId: session.user_id,
        ringId: session.id,
        deviceId: session.device_id,
        params: { revision: String(revision), ...(reason === undefined ? {} : { reason }) },
      },
    ]);
  }
}

const CANCEL_REASONS: ReadonlySet<string> = new Set<CancelReason>([
  'accepted-by-other',
  'resolved',
  'timed-out',
]);
const cancelReason = (reason: string): CancelReason =>
  CANCEL_REASONS.has(reason) ? (reason as CancelReason) : 'cancelled';
