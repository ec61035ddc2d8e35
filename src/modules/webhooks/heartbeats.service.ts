import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Authority } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { SecretBox } from '../../platform/auth/secret-box.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { newId } from '../../platform/database/new-id.js';
import { pageOf, pageValues } from '../../platform/database/paging.js';
import { sqlStateOf, Transaction, UNIQUE_VIOLATION } from '../../platform/database/transaction.js';
import { ChangedMeanwhile } from '../../platform/errors/changed-meanwhile.js';
import { EventLog } from '../../platform/events/event-log.js';
import { AlertsService, CANARY_INTEGRATION_ID } from '../alerts/index.js';
import { HeartbeatBook } from './heartbeat-book.service.js';
import { paused, restarted, resumed, retimed, type Step } from './heartbeat.rules.js';
import type * as dto from './heartbeats.dto.js';
import { expectationOf, type HeartbeatRow, HeartbeatsStore } from './heartbeats.store.js';
import { heartbeatViewOf } from './heartbeats.views.js';
import { base32, hashOfKey, hintOf } from './key.rules.js';
import { HeartbeatNameInUse, HeartbeatUnknown, IntegrationUnknown } from './webhooks.errors.js';

const KEY_BYTES = 25;
/** After a rotation the old address still works for so long. */
const OVERLAP_MS = 24 * 60 * 60 * 1000;

/** Signs of life that integrations have promised. */
@Injectable()
export class HeartbeatsService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly events: EventLog,
    private readonly box: SecretBox,
    private readonly store: HeartbeatsStore,
    private readonly book: HeartbeatBook,
    private readonly alerts: AlertsService,
  ) {}

  async list(input: z.output<typeof dto.ListHeartbeatsInput>): Promise<z.output<typeof dto.HeartbeatPage>> {
    const [name, id] = pageValues(input.pageToken, 'name') ?? [];
    const after = name === undefined || id === undefined ? undefined : ([String(name), String(id)] as const);
    const page = pageOf(await this.store.list(input, after, input.pageSize + 1), input.pageSize, (row) => [
      row.name.toLowerCase(),
      row.id,
    ]);
    return {
      heartbeats: page.rows.map(heartbeatViewOf),
      ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
    };
  }

  /** @throws HeartbeatUnknown */
  async get(heartbeatId: string): Promise<dto.HeartbeatView> {
    return heartbeatViewOf(await this.row(heartbeatId));
  }

  /** @throws IntegrationUnknown, HeartbeatNameInUse */
  async create(input: z.output<typeof dto.CreateHeartbeatInput>, caller: Caller): Promise<dto.HeartbeatView> {
    const { integrationId } = input;
    // Held: it is not removed between our look and our row.
    const [integration] = await this.transaction.query<{ team_id: string }>(
      `select team_id from integrations where id = $1 and deleted_at is null and id <> $2 for share`,
      [integrationId, CANARY_INTEGRATION_ID],
    );
    if (!integration) throw new IntegrationUnknown('There is no such integration', { integrationId });
    this.authority.require(caller, 'heartbeats.edit', integration.team_id);
    const [heartbeatId, key] = [newId(), newKey()];
    await this.unlessNamed(
      this.transaction.query(
        `insert into heartbeats (id, integration_id, name, every_seconds, grace_seconds, severity, key_hash, key_sealed,
           key_hint, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          heartbeatId,
          integrationId,
          input.name,
          input.everySeconds,
          input.graceSeconds,
          input.severity,
          hashOfKey(key),
          this.box.seal(key, `heartbeat ${heartbeatId}`),
          hintOf(key),
          this.clock.now(),
        ],
      ),
    );
    return this.told('created', undefined, await this.get(heartbeatId), caller);
  }

  /** @throws HeartbeatUnknown, HeartbeatNameInUse */
  async update(input: z.output<typeof dto.UpdateHeartbeatInput>, caller: Caller): Promise<dto.HeartbeatView> {
    const now = this.clock.now();
    const row = await this.locked(input.heartbeatId, caller);
    ChangedMeanwhile.unlessSame(input.version, row.version);
    const { step, note } = changedBy(row, input, caller, now);
    const items = await this.book.keep([{ row, step, note, actor: actorOf(caller) }], now);
    await this.unlessNamed(
      this.transaction.query(
        `update heartbeats set name = $2, severity = $3, version = version + 1 where id = $1`,
        [row.id, input.name ?? row.name, input.severity ?? row.severity],
      ),
    );
    await this.alerts.ingest(items);
    return this.told('updated', heartbeatViewOf(row), await this.get(row.id), caller);
  }

  /** @throws HeartbeatUnknown */
  async delete(heartbeatId: string, caller: Caller): Promise<Record<string, never>> {
    const row = await this.locked(heartbeatId, caller);
    await this.end([row], `${caller.name} removed the heartbeat.`, caller);
    await this.told('deleted', heartbeatViewOf(row), undefined, caller);
    return {};
  }

  /** @throws HeartbeatUnknown */
  async rotateKey(heartbeatId: string, caller: Caller): Promise<dto.HeartbeatView> {
    const row = await this.locked(heartbeatId, caller);
    const key = newKey();
    await this.transaction.query(
      `update heartbeats set old_key_hash = key_hash, old_key_until = $2, key_hash = $3, key_sealed = $4, key_hint = $5,
         version = version + 1 where id = $1`,
      [
        row.id,
        new Date(this.clock.nowMs() + OVERLAP_MS),
        hashOfKey(key),
        this.box.seal(key, `heartbeat ${row.id}`),
        hintOf(key),
      ],
    );
    return this.told('updated', heartbeatViewOf(row), await this.get(row.id), caller);
  }

  /** Whoever reads it can beat in its place, hence a right of its own and an audit row. @throws HeartbeatUnknown */
  async reveal(heartbeatId: string, caller: Caller): Promise<z.output<typeof dto.HeartbeatAddress>> {
    const row = await this.row(heartbeatId);
    this.authority.require(caller, 'integrations.reveal', row.team_id);
    this.audit.note({ targetId: row.id, targetName: row.name });
    const url = `${this.config.publicUrl}/ping/${this.box.open(row.key_sealed, `heartbeat ${row.id}`)}`;
    return { heartbeatId, url, curl: `curl -fsS --max-time 10 --retry 3 '${url}'` };
  }

  /** Of an integration that is removed. Joins the transaction that runs. */
  async removeOf(integrationId: string, caller: Caller): Promise<void> {
    const rows = await this.store.lockedOf(integrationId);
    await this.end(rows, `${caller.name} removed the integration.`, caller);
  }

  /** Of an integration that stopped or began to hear: each has a whole interval from now. */
  async restartOf(integrationId: string, note: string, caller: Caller): Promise<void> {
    const now = this.clock.now();
    const rows = await this.store.lockedOf(integrationId);
    const items = await this.book.keep(
      rows.map((row) => ({ row, step: restarted(expectationOf(row), now), note, actor: actorOf(caller) })),
      now,
    );
    await this.alerts.ingest(items);
  }

  private async end(rows: readonly HeartbeatRow[], note: string, caller: Caller): Promise<void> {
    const missing = rows.filter((row) => row.missing_since !== null);
    const items = await this.book.keep(
      missing.map((row) => ({ row, step: paused(expectationOf(row)), note, actor: actorOf(caller) })),
      this.clock.now(),
    );
    await this.alerts.ingest(items);
    await this.store.remove(rows.map(({ id }) => id));
  }

  private async row(heartbeatId: string, lock: '' | 'for update of h' = ''): Promise<HeartbeatRow> {
    const row = await this.store.byId(heartbeatId, lock);
    if (!row) throw new HeartbeatUnknown('There is no such heartbeat', { heartbeatId });
    return row;
  }

  private async locked(heartbeatId: string, caller: Caller): Promise<HeartbeatRow> {
    const row = await this.row(heartbeatId, 'for update of h');
    this.authority.require(caller, 'heartbeats.edit', row.team_id);
    return row;
  }

  private unlessNamed<T>(written: Promise<T>): Promise<T> {
    return written.catch((error: unknown) => {
      if (sqlStateOf(error) === UNIQUE_VIOLATION)
        throw new HeartbeatNameInUse('The integration has a heartbeat of this name', { field: 'name' });
      throw error;
    });
  }

  private async told<After extends dto.HeartbeatView | undefined>(
    what: 'created' | 'updated' | 'deleted',
    before: dto.HeartbeatView | undefined,
    after: After,
    caller: Caller,
  ): Promise<After> {
    const { heartbeatId, name, teamId, integrationId } = (after ?? before) as dto.HeartbeatView;
    this.audit.note({ targetId: heartbeatId, targetName: name, before, after });
    await this.events.append([
      {
        kind: `heartbeat.${what}`,
        at: this.clock.now(),
        teamIds: [teamId],
        integrationId,
        actor: actorOf(caller),
        params: { heartbeatId, name },
      },
    ]);
    return after;
  }
}

const newKey = (): string => base32(randomBytes(KEY_BYTES));
const actorOf = ({
  userId,
  name,
}: Caller): { readonly userId: string | undefined; readonly name: string } => ({
  userId,
  name,
});

/** One thing after the other, as one step. */
function changedBy(
  row: HeartbeatRow,
  input: z.output<typeof dto.UpdateHeartbeatInput>,
  { name: by }: Caller,
  now: Date,
): { readonly step: Step; readonly note: string } {
  const before = expectationOf(row);
  const everySeconds = input.everySeconds ?? before.everySeconds;
  const graceSeconds = input.graceSeconds ?? before.graceSeconds;
  const isRetimed = everySeconds !== before.everySeconds || graceSeconds !== before.graceSeconds;
  const timed: Step = isRetimed ? retimed(before, { everySeconds, graceSeconds }, now) : { after: before };
  if (input.paused === undefined || input.paused === before.isPaused)
    return { step: timed, note: `${by} changed its times: it is not late by them.` };
  const step = input.paused ? paused(timed.after) : resumed(timed.after, now);
  return { step: { ...step, change: step.change ?? timed.change }, note: `${by} paused the heartbeat.` };
}
