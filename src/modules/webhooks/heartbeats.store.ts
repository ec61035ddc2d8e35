import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import type { Severity } from '../../platform/wire/schemas.js';
import { LONGEST_DOUBT_MS, type RoutingRule } from '../alerts/index.js';
import type { Ears } from './hearing.rules.js';
import { dueAt, type Expectation } from './heartbeat.rules.js';

/** A heartbeat with what is needed of its integration. */
export interface HeartbeatRow {
  readonly id: string;
  readonly integration_id: string;
  readonly name: string;
  readonly every_seconds: number;
  readonly grace_seconds: number;
  readonly severity: Severity;
  readonly key_sealed: string;
  readonly key_hint: string;
  readonly is_paused: boolean;
  readonly last_heard_at: Date | null;
  readonly counted_from: Date | null;
  readonly missing_since: Date | null;
  readonly created_at: Date;
  readonly version: number;
  readonly team_id: string;
  readonly integration_name: string;
  readonly source: string;
  readonly mode: 'live' | 'shadow' | 'off';
  readonly service_id: string | null;
  readonly rules: readonly RoutingRule[];
}

/** A beat by the name that its sender gave it. */
export interface NamedBeat {
  readonly integrationId: string;
  readonly name: string;
  readonly at: Date;
}

const HEARTBEATS = `
  select h.id, h.integration_id, h.name, h.every_seconds, h.grace_seconds, h.severity, h.key_sealed, h.key_hint, h.is_paused,
    h.last_heard_at, h.counted_from, h.missing_since, h.created_at, h.version,
    i.team_id, i.name as integration_name, i.source, i.mode, i.service_id, i.rules
  from heartbeats h join integrations i on i.id = h.integration_id and i.deleted_at is null`;

/** A clock that was ahead has been set right: by so much at least. */
const AHEAD = `interval '60 seconds'`;

export const expectationOf = (row: HeartbeatRow): Expectation => ({
  everySeconds: row.every_seconds,
  graceSeconds: row.grace_seconds,
  isPaused: row.is_paused,
  lastHeardAt: row.last_heard_at ?? undefined,
  countedFrom: row.counted_from ?? undefined,
  missingSince: row.missing_since ?? undefined,
});

@Injectable()
export class HeartbeatsStore {
  constructor(private readonly transaction: Transaction) {}

  /** By name, `after` that of the last page. */
  list(
    of: { readonly integrationId?: string | undefined; readonly teamId?: string | undefined },
    after: readonly [string, string] | undefined,
    limit: number,
  ): Promise<readonly HeartbeatRow[]> {
    return this.transaction.query<HeartbeatRow>(
      `${HEARTBEATS}
       where ($1::uuid is null or h.integration_id = $1) and ($2::uuid is null or i.team_id = $2)
         and ($3::text is null or (lower(h.name), h.id) > ($3, $4::uuid))
       order by lower(h.name), h.id limit $5`,
      [of.integrationId ?? null, of.teamId ?? null, after?.[0] ?? null, after?.[1] ?? null, limit],
    );
  }

  async byId(heartbeatId: string, lock: '' | 'for update of h' = ''): Promise<HeartbeatRow | undefined> {
    const [row] = await this.transaction.query<HeartbeatRow>(`${HEARTBEATS} where h.id = $1 ${lock}`, [
      heartbeatId,
    ]);
    return row;
  }

  /** Locked; whoever is asked for together is locked in one order. */
  lockedOf(integrationId: string): Promise<readonly HeartbeatRow[]> {
    return this.transaction.query<HeartbeatRow>(
      `${HEARTBEATS} where h.integration_id = $1 order by h.id for update of h`,
      [integrationId],
    );
  }

  async byKey(hash: Buffer, now: Date, lock: '' | 'for update of h'): Promise<HeartbeatRow | undefined> {
    const [row] = await this.transaction.query<HeartbeatRow>(
      `${HEARTBEATS} where (h.key_hash = $1 or (h.old_key_hash = $1 and h.old_key_until > $2)) ${lock}`,
      [hash, now],
      'intake',
    );
    return row;
  }

  /** Those of these names that somebody expects, locked. Capitals and small letters are the same. */
  lockedByNames(beats: readonly NamedBeat[]): Promise<readonly HeartbeatRow[]> {
    return this.transaction.query<HeartbeatRow>(
      `${HEARTBEATS}
       where (h.integration_id, lower(h.name)) in (
         select integration_id, lower(name) from unnest($1::uuid[], $2::text[]) as heard(integration_id, name))
       order by h.id for update of h`,
      [beats.map((beat) => beat.integrationId), beats.map((beat) => beat.name)],
    );
  }

  /**
   * One whose silence can be believed (as `judgedAt` has it: those that are waited for must not stand before those that
   * are over) and nobody else looks at, locked; `not` those that were looked at already.
   */
  async lockedDue(
    now: Date,
    { asOf, listeningSince }: Ears,
    not: readonly string[],
  ): Promise<HeartbeatRow | undefined> {
    const [row] = await this.transaction.query<HeartbeatRow>(
      `${HEARTBEATS} where i.mode <> 'off' and h.id <> all($2::uuid[])
         and (h.counted_from > $1::timestamptz + ${AHEAD} or (h.due_at <= $4 and $3::timestamptz
           + (least(h.every_seconds, ${LONGEST_DOUBT_MS / 1000}) + h.grace_seconds) * interval '1 second' <= $1))
       order by h.due_at limit 1 for update of h skip locked`,
      [now, not, listeningSince, asOf],
    );
    return row;
  }

  async save(rows: readonly { readonly id: string; readonly after: Expectation }[]): Promise<void> {
    if (rows.length === 0) return;
    await this.transaction.query(
      `update heartbeats set every_seconds = given."everySeconds", grace_seconds = given."graceSeconds",
         is_paused = given."isPaused", last_heard_at = given."lastHeardAt", counted_from = given."countedFrom",
         missing_since = given."missingSince", due_at = given."dueAt"
       from jsonb_to_recordset($1::jsonb) as given(id uuid, "everySeconds" integer, "graceSeconds" integer,
         "isPaused" boolean, "lastHeardAt" timestamptz, "countedFrom" timestamptz, "missingSince" timestamptz,
         "dueAt" timestamptz)
       where heartbeats.id = given.id`,
      [JSON.stringify(rows.map(({ id, after }) => ({ id, ...after, dueAt: dueAt(after) })))],
    );
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.transaction.query(`delete from heartbeats where id = any($1::uuid[])`, [ids]);
  }
}
