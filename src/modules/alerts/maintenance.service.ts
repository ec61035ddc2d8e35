import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Authority } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/new-id.js';
import { pageOf, pageValues } from '../../platform/database/paging.js';
import { Transaction } from '../../platform/database/transaction.js';
import { ChangedMeanwhile } from '../../platform/errors/changed-meanwhile.js';
import { EventLog } from '../../platform/events/event-log.js';
import { PeopleQueries } from '../people/index.js';
import { IntegrationElsewhere, MaintenanceOver, MaintenanceUnknown, RuleInvalid } from './alerts.errors.js';
import { isOwnOrigin } from './ingest.js';
import { IntegrationOwners } from './integration-owners.js';
import type * as dto from './maintenance.dto.js';
import { MAINTENANCE_COLUMNS, MaintenanceQueries } from './maintenance.queries.js';
import { isOpen, type MaintenanceRow } from './maintenance.rules.js';
import { faultOfPattern } from './rules.rules.js';

type Row = MaintenanceRow & {
  readonly created_by_name: string;
  readonly created_at: Date;
  readonly version: number;
};

const COLUMNS = `${MAINTENANCE_COLUMNS}, created_by_name, created_at, version`;

/** Windows in which a team is not called for what it works on. */
@Injectable()
export class MaintenanceService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly events: EventLog,
    private readonly people: PeopleQueries,
    private readonly windows: MaintenanceQueries,
    private readonly modules: ModuleRef,
  ) {}

  async list(
    input: z.output<typeof dto.ListMaintenanceInput>,
  ): Promise<z.output<typeof dto.MaintenancePage>> {
    const now = this.clock.now();
    const [at, id] = pageValues(input.pageToken) ?? [];
    const values = [input.teamId ?? null, now, at ?? null, id ?? null, input.pageSize + 1];
    const rows = await (input.ended ? this.over(values) : this.ahead(values, input.past ?? false));
    const page = pageOf(rows, input.pageSize, (row) => [
      (input.ended ? row.ends_at : row.starts_at).toISOString(),
      row.id,
    ]);
    return {
      maintenance: await this.views(page.rows, now),
      ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
    };
  }

  private ahead(values: readonly unknown[], past: boolean): Promise<readonly Row[]> {
    return this.transaction.query<Row>(
      `select ${COLUMNS} from maintenance_windows
       where ($1::uuid is null or team_id = $1) and ($6 or ends_at > $2)
         and ($3::timestamptz is null or (starts_at, id) > ($3, $4::uuid))
       order by starts_at, id limit $5`,
      [...values, past],
    );
  }

  private over(values: readonly unknown[]): Promise<readonly Row[]> {
    return this.transaction.query<Row>(
      `select ${COLUMNS} from maintenance_windows
       where ($1::uuid is null or team_id = $1) and ends_at <= $2
         and ($3::timestamptz is null or (ends_at, id) < ($3, $4::uuid))
       order by ends_at desc, id desc limit $5`,
      values,
    );
  }

  /** @throws MaintenanceUnknown */
  async get(maintenanceId: string): Promise<dto.MaintenanceView> {
    return this.view(await this.row(maintenanceId, ''), this.clock.now());
  }

  /** @throws MaintenanceOver, RuleInvalid, IntegrationElsewhere */
  async create(
    input: z.output<typeof dto.CreateMaintenanceInput>,
    caller: Caller,
  ): Promise<dto.MaintenanceView> {
    const now = this.clock.now();
    const team = await this.people.team(input.teamId);
    this.authority.require(caller, 'maintenance.edit', team.teamId);
    const startsAt = input.startsAt === undefined ? now : new Date(input.startsAt);
    requireSpan(startsAt, new Date(input.endsAt), now);
    await this.requireCover(input, team.teamId, input.name);
    const maintenanceId = newId();
    await this.transaction.query(
      `insert into maintenance_windows (id, team_id, name, starts_at, ends_at, hours, integration_id, conditions,
         created_by, created_by_name, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        maintenanceId,
        team.teamId,
        input.name,
        startsAt,
        new Date(input.endsAt),
        input.hours ? JSON.stringify(input.hours) : null,
        input.integrationId ?? null,
        JSON.stringify(input.conditions),
        caller.userId ?? null,
        caller.name,
        now,
      ],
    );
    return this.told('created', now, undefined, await this.get(maintenanceId), caller);
  }

  /** @throws MaintenanceUnknown, MaintenanceOver, RuleInvalid, IntegrationElsewhere */
  async update(
    input: z.output<typeof dto.UpdateMaintenanceInput>,
    caller: Caller,
  ): Promise<dto.MaintenanceView> {
    const now = this.clock.now();
    const row = await this.locked(input.maintenanceId, caller);
    ChangedMeanwhile.unlessSame(input.version, row.version);
    const startsAt = input.startsAt === undefined ? row.starts_at : new Date(input.startsAt);
    const endsAt = input.endsAt === undefined ? row.ends_at : new Date(input.endsAt);
    requireSpan(startsAt, endsAt, now);
    const before = await this.view(row, now);
    const { hours, integrationId, conditions } = input.covers ?? coverOf(row);
    if (input.covers) await this.requireCover(input.covers, row.team_id, input.name ?? row.name);
    // What covers something else begins once more: whoever is called for that has not been asked.
    await this.transaction.query(
      `update maintenance_windows set name = $2, starts_at = $3, ends_at = $4, hours = $5, integration_id = $6,
         conditions = $7, open_since = case when $8 then null else open_since end, version = version + 1
       where id = $1`,
      [
        row.id,
        input.name ?? row.name,
        startsAt,
        endsAt,
        hours ? JSON.stringify(hours) : null,
        integrationId ?? null,
        JSON.stringify(conditions),
        input.covers !== undefined,
      ],
    );
    return this.told('updated', now, before, await this.get(row.id), caller);
  }

  /** Now: what it kept quiet and fires still is called within seconds. @throws MaintenanceUnknown */
  async end(maintenanceId: string, caller: Caller): Promise<dto.MaintenanceView> {
    const now = this.clock.now();
    const row = await this.locked(maintenanceId, caller);
    const before = await this.view(row, now);
    if (row.ends_at <= now) return before;
    await this.transaction.query(
      `update maintenance_windows set ends_at = $2, starts_at = least(starts_at, $2), version = version + 1 where id = $1`,
      [row.id, now],
    );
    return this.told('ended', now, before, await this.get(row.id), caller);
  }

  private async view(row: Row, now: Date): Promise<dto.MaintenanceView> {
    const quiet = await this.windows.quietCounts([row], now);
    return viewOf(row, now, quiet.get(row.id) ?? 0);
  }

  private async views(rows: readonly Row[], now: Date): Promise<dto.MaintenanceView[]> {
    const quiet = await this.windows.quietCounts(rows, now);
    return rows.map((row) => viewOf(row, now, quiet.get(row.id) ?? 0));
  }

  /** @throws RuleInvalid, IntegrationElsewhere */
  private async requireCover(
    { integrationId, conditions }: dto.MaintenanceCover,
    teamId: string,
    name: string,
  ): Promise<void> {
    conditions.forEach(({ test, value }, nth) => {
      const fault = test === 'regex' ? faultOfPattern(value) : undefined;
      if (fault !== undefined)
        throw new RuleInvalid(`This is no pattern (${fault})`, {
          field: `conditions.${nth}.value`,
          rule: name,
        });
    });
    if (integrationId === undefined || isOwnOrigin(integrationId)) return;
    if ((await this.owners.teamOf(integrationId)) !== teamId)
      throw new IntegrationElsewhere('The team has no such integration', { field: 'integrationId' });
  }

  /** Looked up when needed: it is bound above this module. */
  private get owners(): IntegrationOwners {
    return this.modules.get<IntegrationOwners>(IntegrationOwners, { strict: false });
  }

  private async row(maintenanceId: string, lock: '' | 'for update'): Promise<Row> {
    const [row] = await this.transaction.query<Row>(
      `select ${COLUMNS} from maintenance_windows where id = $1 ${lock}`,
      [maintenanceId],
    );
    if (!row) throw new MaintenanceUnknown('There is no such maintenance window', { maintenanceId });
    return row;
  }

  private async locked(maintenanceId: string, caller: Caller): Promise<Row> {
    const row = await this.row(maintenanceId, 'for update');
    this.authority.require(caller, 'maintenance.edit', row.team_id);
    return row;
  }

  private async told(
    what: 'created' | 'updated' | 'ended',
    at: Date,
    before: dto.MaintenanceView | undefined,
    after: dto.MaintenanceView,
    { userId, name: by }: Caller,
  ): Promise<dto.MaintenanceView> {
    const { maintenanceId, name, teamId } = after;
    this.audit.note({ targetId: maintenanceId, targetName: name, before, after });
    await this.events.append([
      {
        kind: `maintenance.${what}`,
        at,
        teamIds: [teamId],
        actor: { userId, name: by },
        params: { maintenanceId, name, startsAt: after.startsAt, endsAt: after.endsAt },
      },
    ]);
    return after;
  }
}

function requireSpan(startsAt: Date, endsAt: Date, now: Date): void {
  if (endsAt <= startsAt || endsAt <= now)
    throw new MaintenanceOver('It would be over before it begins', { field: 'endsAt' });
}

const coverOf = (row: Row): dto.MaintenanceCover => ({
  ...(row.hours === null ? {} : { hours: { ...row.hours, weekdays: [...row.hours.weekdays] } }),
  ...(row.integration_id === null ? {} : { integrationId: row.integration_id }),
  conditions: [...row.conditions],
});

const viewOf = (row: Row, now: Date, quietAlerts: number): dto.MaintenanceView => ({
  maintenanceId: row.id,
  teamId: row.team_id,
  name: row.name,
  startsAt: row.starts_at.toISOString(),
  endsAt: row.ends_at.toISOString(),
  ...coverOf(row),
  open: isOpen(row, now),
  quietAlerts,
  createdByName: row.created_by_name,
  createdAt: row.created_at.toISOString(),
  version: row.version,
});
