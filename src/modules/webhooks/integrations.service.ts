import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Authority } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { SecretBox } from '../../platform/auth/secret-box.js';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/new-id.js';
import { sqlStateOf, Transaction, UNIQUE_VIOLATION } from '../../platform/database/transaction.js';
import { ChangedMeanwhile } from '../../platform/errors/changed-meanwhile.js';
import { EventLog } from '../../platform/events/event-log.js';
import { CANARY_INTEGRATION_ID, CatalogueService, type ResolveAfter } from '../alerts/index.js';
import { PeopleQueries } from '../people/index.js';
import { IntegrationChanges } from './integration-changes.service.js';
import { IntegrationKeys } from './integration-keys.service.js';
import { base32, hashOfKey, hintOf } from './key.rules.js';
import { SourceCatalogue } from './source-catalogue.js';
import type * as dto from './webhooks.dto.js';
import { IntegrationUnknown, KeyInUse } from './webhooks.errors.js';
import { INTEGRATION_COLUMNS, type IntegrationRow, integrationViewOf } from './webhooks.rows.js';

const KEY_LENGTH = 52;
const BITS_OF_A_LETTER = 5;
/** After a rotation the old key still works for so long. */
const OVERLAP_MS = 24 * 60 * 60 * 1000;

@Injectable()
export class IntegrationsService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly events: EventLog,
    private readonly box: SecretBox,
    private readonly people: PeopleQueries,
    private readonly services: CatalogueService,
    private readonly sources: SourceCatalogue,
    private readonly keys: IntegrationKeys,
    private readonly changes: IntegrationChanges,
  ) {}

  async list(
    input: z.output<typeof dto.ListIntegrationsInput>,
  ): Promise<z.output<typeof dto.IntegrationList>> {
    const rows = await this.transaction.query<IntegrationRow>(
      `select ${INTEGRATION_COLUMNS} from integrations
       where deleted_at is null and ($1::uuid is null or team_id = $1) and id <> $2 order by lower(name), id`,
      [input.teamId ?? null, CANARY_INTEGRATION_ID],
    );
    return { integrations: rows.map((row) => this.viewOf(row)) };
  }

  /** @throws IntegrationUnknown */
  async get(integrationId: string): Promise<dto.IntegrationView> {
    return this.viewOf(await this.row(integrationId));
  }

  async create(
    input: z.output<typeof dto.CreateIntegrationInput>,
    caller: Caller,
  ): Promise<dto.IntegrationView> {
    const now = this.clock.now();
    const team = await this.people.team(input.teamId);
    this.authority.require(caller, 'integrations.edit', team.teamId);
    if (input.serviceId !== undefined) await this.services.get(input.serviceId);
    const options = this.sources.checked(input.source, input.options ?? {});
    const [integrationId, key] = [newId(), this.newKey(input.source)];
    await this.transaction.query(
      `insert into integrations (id, team_id, name, source, mode, service_id, options_sealed, key_hash, key_sealed,
         key_hint, created_at, silent_after_seconds, resolve_after, trusts_acknowledgements, severity_words)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [
        integrationId,
        team.teamId,
        input.name,
        input.source,
        input.mode,
        input.serviceId ?? null,
        this.sealedOptions(integrationId, options),
        hashOfKey(key),
        this.box.seal(key, `key ${integrationId}`),
        hintOf(key),
        now,
        input.silentAfterSeconds || null,
        storedResolveAfter(input.resolveAfter),
        input.trustsAcknowledgements,
        JSON.stringify(input.severityTable?.words ?? []),
      ],
    );
    return this.told('created', now, undefined, await this.get(integrationId));
  }

  async update(
    input: z.output<typeof dto.UpdateIntegrationInput>,
    caller: Caller,
  ): Promise<dto.IntegrationView> {
    const now = this.clock.now();
    const row = await this.locked(input.integrationId, caller, 'integrations.edit');
    ChangedMeanwhile.unlessSame(input.version, row.version);
    if (input.serviceId !== undefined) await this.services.get(input.serviceId);
    const stored = this.optionsOf(row);
    const options =
      input.options === undefined
        ? stored
        : this.sources.checked(row.source, this.sources.restored(row.source, input.options, stored));
    await this.transaction.query(
      `update integrations set name = $2, mode = $3, service_id = $4, options_sealed = $5,
         silent_after_seconds = $6, resolve_after = $7, trusts_acknowledgements = $8, severity_words = $9, version = version + 1 where id = $1`,
      [
        row.id,
        input.name ?? row.name,
        input.mode ?? row.mode,
        input.serviceId ?? row.service_id,
        this.sealedOptions(row.id, options),
        input.silentAfterSeconds === undefined ? row.silent_after_seconds : input.silentAfterSeconds || null,
        storedResolveAfter(input.resolveAfter ?? row.resolve_after ?? undefined),
        input.trustsAcknowledgements ?? row.trusts_acknowledgements,
        JSON.stringify(input.severityTable?.words ?? row.severity_words),
      ],
    );
    await this.changes.follow(row, await this.row(row.id), caller);
    return this.told('updated', now, this.viewOf(row), await this.get(row.id));
  }

  async delete(integrationId: string, caller: Caller): Promise<Record<string, never>> {
    const now = this.clock.now();
    const row = await this.locked(integrationId, caller, 'integrations.edit');
    const before = this.viewOf(row);
    await this.changes.removed(row, caller);
    await this.transaction.query(`update integrations set deleted_at = $2 where id = $1`, [
      integrationId,
      now,
    ]);
    await this.told('deleted', now, before, undefined);
    return {};
  }

  async rotateKey(integrationId: string, caller: Caller): Promise<dto.IntegrationView> {
    const row = await this.locked(integrationId, caller, 'integrations.edit');
    return this.replaceKey(row, this.newKey(row.source));
  }

  /** A key of another system, so that its senders change the host only. @throws KeyInUse */
  async setKey(
    { integrationId, key }: z.output<typeof dto.SetKeyInput>,
    caller: Caller,
  ): Promise<dto.IntegrationView> {
    const row = await this.locked(integrationId, caller, 'integrations.set-key');
    const now = this.clock.now();
    // What was removed holds no key any more.
    await this.transaction.query(
      `update integrations set key_hash = sha256(convert_to('removed ' || id, 'UTF8')) where key_hash = $1 and deleted_at is not null`,
      [hashOfKey(key)],
    );
    const [holder] = await this.transaction.query<{ id: string }>(
      `select id from integrations where deleted_at is null and (key_hash = $1 or (old_key_hash = $1 and old_key_until > $2))`,
      [hashOfKey(key), now],
    );
    if (holder && holder.id !== row.id) throw new KeyInUse('This key is in use already', { integrationId });
    return this.replaceKey(row, key).catch((error: unknown) => {
      // Somebody else took it a moment ago.
      if (sqlStateOf(error) === UNIQUE_VIOLATION)
        throw new KeyInUse('This key is in use already', { integrationId });
      throw error;
    });
  }

  /** The present one works for a day: senders are changed one after the other. */
  private async replaceKey(row: IntegrationRow, key: string): Promise<dto.IntegrationView> {
    const now = this.clock.now();
    await this.transaction.query(
      `update integrations set old_key_hash = key_hash, old_key_until = $2, key_hash = $3, key_sealed = $4,
         key_hint = $5, version = version + 1 where id = $1`,
      [
        row.id,
        new Date(now.getTime() + OVERLAP_MS),
        hashOfKey(key),
        this.box.seal(key, `key ${row.id}`),
        hintOf(key),
      ],
    );
    return this.told('updated', now, this.viewOf(row), await this.get(row.id));
  }

  /** Whoever reads it can send as the integration, hence a right of its own and an audit row. */
  async revealedKey(integrationId: string, caller: Caller): Promise<{ row: IntegrationRow; key: string }> {
    const row = await this.locked(integrationId, caller, 'integrations.reveal');
    this.audit.note({ targetId: row.id, targetName: row.name });
    return { row, key: this.box.open(row.key_sealed, `key ${row.id}`) };
  }

  private async row(integrationId: string): Promise<IntegrationRow> {
    const [row] = await this.transaction.query<IntegrationRow>(
      `select ${INTEGRATION_COLUMNS} from integrations where id = $1 and deleted_at is null`,
      [integrationId],
    );
    if (!row) throw new IntegrationUnknown('There is no such integration', { integrationId });
    return row;
  }

  private async locked(integrationId: string, caller: Caller, right: string): Promise<IntegrationRow> {
    const { team_id: teamId } = await this.row(integrationId);
    this.authority.require(caller, right, teamId);
    await this.transaction.query(`select id from integrations where id = $1 for update`, [integrationId]);
    return this.row(integrationId);
  }

  private newKey(source: string): string {
    const length = this.sources.plugin(source)?.keyLength ?? KEY_LENGTH;
    return base32(randomBytes(Math.ceil((length * BITS_OF_A_LETTER) / 8))).slice(0, length);
  }

  private optionsOf(row: IntegrationRow): unknown {
    return JSON.parse(this.box.open(row.options_sealed, `options ${row.id}`)) as unknown;
  }

  private sealedOptions(integrationId: string, options: unknown): string {
    return this.box.seal(JSON.stringify(options), `options ${integrationId}`);
  }

  private viewOf(row: IntegrationRow): dto.IntegrationView {
    return integrationViewOf(row, this.sources.shown(row.source, this.optionsOf(row)));
  }

  private async told<After extends dto.IntegrationView | undefined>(
    what: 'created' | 'updated' | 'deleted',
    at: Date,
    before: dto.IntegrationView | undefined,
    after: After,
  ): Promise<After> {
    const { integrationId, name, teamId } = (after ?? before) as dto.IntegrationView;
    this.audit.note({ targetId: integrationId, targetName: name, before, after });
    await this.events.append([
      { kind: `integration.${what}`, at, teamIds: [teamId], integrationId, params: { name } },
    ]);
    this.transaction.afterCommit(() => this.keys.forget(integrationId));
    return after;
  }
}

/** Nothing in it: never, which is no setting. */
const storedResolveAfter = (given: ResolveAfter | undefined): string | null =>
  given && (given.seconds !== undefined || given.byKind.length > 0) ? JSON.stringify(given) : null;
