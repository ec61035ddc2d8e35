import { Injectable } from '@nestjs/common';
import { newRingId } from '../../platform/database/new-id.js';
import { Transaction } from '../../platform/database/transaction.js';
import { endOf, endReasonOf, type Face, type Ring, type Sorted, statusOf } from './ring.rules.js';
import { type RingSessionRow, SESSION_COLUMNS } from './ring-session.rows.js';

/** The rows of rings and of the calls that they stand for. Many at a time: one statement each. */
@Injectable()
export class RingSessionsStore {
  constructor(private readonly transaction: Transaction) {}

  /** Locked, in the order of their devices. */
  async live(deviceIds: readonly string[]): Promise<ReadonlyMap<string, RingSessionRow>> {
    if (deviceIds.length === 0) return new Map();
    const rows = await this.transaction.query<RingSessionRow>(
      `select ${SESSION_COLUMNS} from ring_sessions where device_id = any($1::uuid[]) and ended_at is null
       order by device_id for no key update`,
      [deviceIds],
    );
    return new Map(rows.map((row) => [row.device_id, row]));
  }

  /** What is missing from the answer has a live one after all. */
  async begin(wanted: readonly Sorted[], now: Date): Promise<ReadonlyMap<string, RingSessionRow>> {
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
  async shown(rings: readonly Ring[]): Promise<ReadonlySet<string>> {
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

  /** Which calls each ring stands for, from which revision and until which. */
  async keepCalls(rings: readonly Ring[]): Promise<void> {
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
  async faces(rings: readonly Ring[]): Promise<ReadonlyMap<string, Face>> {
    // One person may be called by fifty escalations at once: of those, only what decides is read; names only of the worst.
    const rows = await this.transaction.query<Face & { readonly ring_id: string }>(
      `select live.ring_id, e.title, e.severity, coalesce(t.name, 'Barry') as team, e.team_id,
         (c.state ->> 'ringSeconds')::int as ring_seconds, live.until_ms, live.is_canary, live.is_test, live.count, u.locale
       from (
         select s.ring_id, max((c.state ->> 'pushUntil')::float8) as until_ms, bool_and(e.kind = 'canary') as is_canary,
           bool_and(e.kind = 'test') as is_test,
           coalesce(nullif(count(*) filter (where e.kind <> 'test'), 0), count(*))::int as count,
           (array_agg(c.id order by e.kind = 'test',
             array_position(array['critical', 'high', 'warning', 'info', 'unknown'], e.severity), c.started_at, c.id))[1] as worst
         from ring_session_calls s join calls c on c.id = s.call_id join escalations e on e.id = c.escalation_id
         where s.ring_id = any($1::uuid[]) and s.until_revision is null group by s.ring_id) live
         join calls c on c.id = live.worst join escalations e on e.id = c.escalation_id
         left join teams t on t.id = e.team_id join users u on u.id = c.user_id`,
      [rings.map(({ session }) => session.id)],
    );
    return new Map(rows.map((row) => [row.ring_id, row]));
  }

  async write(
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
            is_test: face.is_test,
          }
        : { status: 'over', reason: endReasonOf(ring), ended_at: now }),
    }));
    await this.transaction.query(
      `update ring_sessions r set revision = given.revision, status = given.status, reason = given.reason,
         ended_at = given.ended_at, title = coalesce(given.title, r.title),
         severity = coalesce(given.severity, r.severity), team = coalesce(given.team, r.team),
         ring_seconds = coalesce(given.ring_seconds, r.ring_seconds),
         expires_at = coalesce(given.expires_at, r.expires_at), is_test = coalesce(given.is_test, r.is_test)
       from jsonb_to_recordset($1::jsonb) as given(id uuid, revision int, status text, reason text,
         ended_at timestamptz, title text, severity text, team text, ring_seconds int, expires_at timestamptz, is_test boolean)
       where r.id = given.id`,
      [JSON.stringify(rows)],
    );
  }
}

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
