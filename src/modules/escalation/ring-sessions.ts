import { Injectable } from '@nestjs/common';
import { newRingId } from '../../platform/database/new-id.js';
import { LostARace, Transaction } from '../../platform/database/transaction.js';
import { EventLog, type NewEvent } from '../../platform/events/event-log.js';
import type { CancelReason } from '../../plugins/kit/index.js';
import type { RingingDevice } from '../devices/index.js';
import {
  type CardDraft,
  type Draft,
  LANES,
  NotifierInstances,
  Outbox,
  type OutboxEntry,
  routeOf,
  STREAM,
} from '../notifications/index.js';
import type { DeviceDirectory } from './device-directory.js';
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
    private readonly instances: NotifierInstances,
    private readonly outbox: Outbox,
    private readonly events: EventLog,
  ) {}

  /** The last act of a transaction: sessions are locked by device id. Each thing is read and written once for all. */
  async flush(changes: RingChanges, directory: DeviceDirectory, now: Date): Promise<void> {
    const taken = changes.taken();
    if (taken.length === 0) return;
    const rings = await this.ringsOf(taken, now);
    if (rings.length === 0) return;
    const userIds = rings.map(({ changes: [first] }) => first?.userId ?? '');
    // One way to the database and back, in this order.
    const [shown, , faces, known] = await Promise.all([
      this.shown(rings),
      this.store(rings),
      this.faces(rings),
      directory.devicesOf(userIds),
    ]);
    const devices = new Map(known.map((device) => [device.deviceId, device]));
    const moved = rings.map((ring) => ({ ring, face: faces.get(ring.session.id) }));
    const entries = moved.flatMap(({ ring, face }) => {
      const device = devices.get(ring.session.device_id);
      return face
        ? this.ringing(ring, face, shown.has(ring.session.id), device, now)
        : this.stopping(ring, device, now);
    });
    await Promise.all([
      this.write(moved, now),
      this.events.append(moved.map(({ ring, face }) => changedEvent(ring, face, now))),
      this.outbox.put(entries, now),
    ]);
  }

  /** The live ring of each device, locked; where there is none and something begins, a new one. */
  private async ringsOf(
    taken: readonly (readonly [string, readonly RingChange[]])[],
    now: Date,
  ): Promise<readonly Ring[]> {
    const found = await this.live(taken.map(([deviceId]) => deviceId));
    const wanted = taken.map(([deviceId, list]) => sorted(deviceId, list));
    const missing = wanted.filter(({ deviceId, added }) => !found.has(deviceId) && added.length > 0);
    const begun = await this.begin(missing, now);
    // Somebody else began one between our look and our insert: it is committed now, and we join it.
    const lost = missing.filter(({ deviceId }) => !begun.has(deviceId)).map(({ deviceId }) => deviceId);
    const theirs = lost.length > 0 ? await this.live(lost) : new Map<string, RingSessionRow>();
    return wanted.flatMap(({ deviceId, ...rest }): readonly Ring[] => {
      const live = found.get(deviceId) ?? theirs.get(deviceId);
      const session = live ?? begun.get(deviceId);
      if (session) return [{ ...rest, session, isNew: !live, revision: live ? live.revision + 1 : 1 }];
      if (rest.added.length > 0) throw new LostARace(`The ring of device ${deviceId} ended while it began`);
      return [];
    });
  }

  private ringing(
    ring: Ring,
    face: Face,
    isAnew: boolean,
    device: RingingDevice | undefined,
    now: Date,
  ): readonly OutboxEntry[] {
    const { session, revision, isNew } = ring;
    if (statusOf(ring) === 'answered' && ring.added.length === 0) return [];
    const card: CardDraft = {
      ringId: session.id,
      revision,
      title: face.title,
      severity: face.severity,
      team: face.team,
      count: face.count,
      ringSeconds: face.ring_seconds,
    };
    const kind = isNew || isAnew ? 'ring' : 'update';
    const lane = face.severity === 'critical' ? LANES.critical : LANES.normal;
    const expiresAt = endOf(face, now);
    return this.entries(device, { kind, card, expiresAt: expiresAt.toISOString() }, lane, expiresAt, now);
  }

  private stopping(ring: Ring, device: RingingDevice | undefined, now: Date): readonly OutboxEntry[] {
    const { session, revision, removed } = ring;
    if (removed.every((change) => change.isSilent)) return [];
    const reason = cancelReason(endReasonOf(ring));
    const message: Draft = { kind: 'cancel', ringId: session.id, revision, reason };
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
        route: device.proof === 'strong' ? routeOf(address.notifier, device.variant) : undefined,
      }));
    const stream = {
      ...base,
      key: `${key}/${STREAM}`,
      instance: STREAM,
      target: { deviceId: device.deviceId },
    };
    return device.connected || pushed.length === 0 ? [stream, ...pushed] : pushed;
  }

  private async live(deviceIds: readonly string[]): Promise<ReadonlyMap<string, RingSessionRow>> {
    if (deviceIds.length === 0) return new Map();
    const rows = await this.transaction.query<RingSessionRow>(
      `select ${SESSION_COLUMNS} from ring_sessions where device_id = any($1::uuid[]) and ended_at is null
       order by device_id for no key update`,
      [deviceIds],
    );
    return new Map(rows.map((row) => [row.device_id, row]));
  }

  /** What is missing from the answer has a live one after all. */
  private async begin(wanted: readonly Sorted[], now: Date): Promise<ReadonlyMap<string, RingSessionRow>> {
    if (wanted.length === 0) return new Map();
    const rows = await this.transaction.query<RingSessionRow>(
      `insert into ring_sessions (id, device_id, user_id, revision, status, title, severity, team, ring_seconds, expires_at, started_at)
       select id, device_id, user_id, 1, 'ringing', '', 'unknown', '', 0, $4, $4
       from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as given(id, device_id, user_id)
       on conflict (device_id) where ended_at is null do nothing returning ${SESSION_COLUMNS}`,
      [
        wanted.map(() => newRingId()),
        wanted.map(({ deviceId }) => deviceId),
        wanted.map(({ changes: [first] }) => first?.userId),
        now,
      ],
    );
    return new Map(rows.map((row) => [row.device_id, row]));
  }

  /** Rings that stand for one of their added calls already: it is rung anew. */
  private async shown(rings: readonly Ring[]): Promise<ReadonlySet<string>> {
    const added = rings.filter(({ isNew }) => !isNew).flatMap(pairsOf('added'));
    if (added.length === 0) return new Set();
    const rows = await this.transaction.query<{ ring_id: string }>(
      `select distinct s.ring_id from ring_session_calls s
         join unnest($1::uuid[], $2::uuid[]) as given(ring_id, call_id) using (ring_id, call_id)
       where s.until_revision is null`,
      [added.map(({ ringId }) => ringId), added.map(({ callId }) => callId)],
    );
    return new Set(rows.map((row) => row.ring_id));
  }

  private async store(rings: readonly Ring[]): Promise<void> {
    const added = rings.flatMap(pairsOf('added'));
    const adding =
      added.length > 0 &&
      this.transaction.query(
        `insert into ring_session_calls (ring_id, call_id, from_revision)
         select * from unnest($1::uuid[], $2::uuid[], $3::int[])
         on conflict (ring_id, call_id) do update set until_revision = null`,
        columnsOf(added),
      );
    const removed = rings.flatMap(pairsOf('removed'));
    const removing =
      removed.length > 0 &&
      this.transaction.query(
        `update ring_session_calls s set until_revision = given.revision
         from unnest($1::uuid[], $2::uuid[], $3::int[]) as given(ring_id, call_id, revision)
         where s.ring_id = given.ring_id and s.call_id = given.call_id and s.until_revision is null`,
        columnsOf(removed),
      );
    await Promise.all([adding, removing]);
  }

  /** What each screen shows: the worst of its calls. A ring that stands for none has no face. */
  private async faces(rings: readonly Ring[]): Promise<ReadonlyMap<string, Face>> {
    const rows = await this.transaction.query<Face & { readonly ring_id: string }>(
      `select distinct on (s.ring_id) s.ring_id, e.title, e.severity, t.name as team,
         (c.state ->> 'ringSeconds')::int as ring_seconds,
         max((c.state ->> 'pushUntil')::float8) over (partition by s.ring_id) as until_ms,
         count(*) over (partition by s.ring_id)::int as count
       from ring_session_calls s join calls c on c.id = s.call_id join escalations e on e.id = c.escalation_id
         join teams t on t.id = e.team_id
       where s.ring_id = any($1::uuid[]) and s.until_revision is null
       order by s.ring_id, array_position(array['critical', 'high', 'warning', 'info', 'unknown'], e.severity),
         c.started_at, c.id`,
      [rings.map(({ session }) => session.id)],
    );
    return new Map(rows.map((row) => [row.ring_id, row]));
  }

  private async write(
    moved: readonly { readonly ring: Ring; readonly face: Face | undefined }[],
    now: Date,
  ): Promise<void> {
    const rows = moved.map(({ ring, face }) => ({
      id: ring.session.id,
      revision: ring.revision,
      ...(face
        ? {
            status: statusOf(ring),
            title: face.title,
            severity: face.severity,
            team: face.team,
            ring_seconds: face.ring_seconds,
            expires_at: endOf(face, now),
          }
        : { status: 'over', reason: endReasonOf(ring), ended_at: now }),
    }));
    await this.transaction.query(
      `update ring_sessions r set revision = given.revision, status = given.status, reason = given.reason,
         ended_at = given.ended_at, title = coalesce(given.title, r.title),
         severity = coalesce(given.severity, r.severity), team = coalesce(given.team, r.team),
         ring_seconds = coalesce(given.ring_seconds, r.ring_seconds),
         expires_at = coalesce(given.expires_at, r.expires_at)
       from jsonb_to_recordset($1::jsonb) as given(id uuid, revision int, status text, reason text,
         ended_at timestamptz, title text, severity text, team text, ring_seconds int, expires_at timestamptz)
       where r.id = given.id`,
      [JSON.stringify(rows)],
    );
  }
}

/** What happens to the ring of one device. */
interface Sorted {
  readonly deviceId: string;
  readonly changes: readonly RingChange[];
  readonly added: readonly RingChange[];
  readonly removed: readonly RingChange[];
}

interface Ring extends Omit<Sorted, 'deviceId'> {
  readonly session: RingSessionRow;
  readonly isNew: boolean;
  /** The one that this change makes. */
  readonly revision: number;
}

/** What began and ended in one transaction was never shown: the last word on each call counts. */
function sorted(deviceId: string, list: readonly RingChange[]): Sorted {
  const changes = [...new Map(list.map((change) => [change.callId, change])).values()];
  return {
    deviceId,
    changes,
    added: changes.filter((change) => change.does === 'add'),
    removed: changes.filter((change) => change.does === 'remove'),
  };
}

function statusOf({ changes, added, session }: Ring): RingSessionRow['status'] {
  if (changes.length > 0 && changes.every((change) => change.does === 'answer')) return 'answered';
  return added.length > 0 ? 'ringing' : session.status;
}

const endReasonOf = ({ removed }: Ring): string => removed.at(-1)?.reason ?? 'cancelled';
const endOf = (face: Face, now: Date): Date => new Date(Math.max(face.until_ms, now.getTime()));

const pairsOf =
  (which: 'added' | 'removed') =>
  (ring: Ring): readonly { readonly ringId: string; readonly callId: string; readonly revision: number }[] =>
    ring[which].map(({ callId }) => ({ ringId: ring.session.id, callId, revision: ring.revision }));

const columnsOf = (
  pairs: readonly { readonly ringId: string; readonly callId: string; readonly revision: number }[],
): readonly unknown[] => [
  pairs.map(({ ringId }) => ringId),
  pairs.map(({ callId }) => callId),
  pairs.map(({ revision }) => revision),
];

const changedEvent = (ring: Ring, face: Face | undefined, at: Date): NewEvent => ({
  kind: 'ring.changed',
  at,
  audience: [ring.session.user_id],
  userId: ring.session.user_id,
  ringId: ring.session.id,
  deviceId: ring.session.device_id,
  params: { revision: String(ring.revision), ...(face ? {} : { reason: endReasonOf(ring) }) },
});

const CANCEL_REASONS: ReadonlySet<string> = new Set<CancelReason>([
  'accepted-by-other',
  'resolved',
  'timed-out',
]);
const cancelReason = (reason: string): CancelReason =>
  CANCEL_REASONS.has(reason) ? (reason as CancelReason) : 'cancelled';
