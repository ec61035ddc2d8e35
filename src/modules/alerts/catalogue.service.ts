import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Authority } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/new-id.js';
import { References } from '../../platform/database/references.js';
import { sqlStateOf, Transaction, UNIQUE_VIOLATION } from '../../platform/database/transaction.js';
import { ChangedMeanwhile } from '../../platform/errors/changed-meanwhile.js';
import { EventLog } from '../../platform/events/event-log.js';
import { PeopleQueries } from '../people/index.js';
import { PoliciesService } from '../policies/index.js';
import type * as dto from './alerts.dto.js';
import { PolicyElsewhere, ServiceSlugTaken, ServiceUnknown } from './alerts.errors.js';
import { SERVICE_COLUMNS, type ServiceRow, serviceViewOf } from './alerts.rows.js';

/** What can break, and whose it is. */
@Injectable()
export class CatalogueService implements OnModuleInit {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly events: EventLog,
    private readonly references: References,
    private readonly people: PeopleQueries,
    private readonly policies: PoliciesService,
  ) {}

  onModuleInit(): void {
    this.references.register('policy', async (policyId) => {
      const rows = await this.transaction.query<{ name: string }>(
        `select name from services where policy_id = $1 and deleted_at is null order by lower(name)`,
        [policyId],
      );
      return rows.map((row) => `service ${row.name}`);
    });
  }

  async list(input: z.output<typeof dto.ListServicesInput>): Promise<z.output<typeof dto.ServiceList>> {
    const rows = await this.transaction.query<ServiceRow>(
      `select ${SERVICE_COLUMNS} from services where deleted_at is null and ($1::uuid is null or team_id = $1)
       order by lower(name), id`,
      [input.teamId ?? null],
    );
    return { services: rows.map(serviceViewOf) };
  }

  /** @throws ServiceUnknown */
  async get(serviceId: string): Promise<dto.ServiceView> {
    const [row] = await this.transaction.query<ServiceRow>(
      `select ${SERVICE_COLUMNS} from services where id = $1 and deleted_at is null`,
      [serviceId],
    );
    if (!row) throw new ServiceUnknown('There is no such service', { serviceId });
    return serviceViewOf(row);
  }

  async create(input: z.output<typeof dto.CreateServiceInput>, caller: Caller): Promise<dto.ServiceView> {
    const now = this.clock.now();
    const team = await this.people.team(input.teamId);
    this.authority.require(caller, 'services.edit', team.teamId);
    await this.requireOwnPolicy(input.policyId, team.teamId);
    await this.requireOwnPolicy(input.policyId, team.teamId);
    const serviceId = newId();
    await this.transaction
      .query(
        `insert into services (id, team_id, slug, name, policy_id, created_at) values ($1, $2, $3, $4, $5, $6)`,
        [serviceId, input.teamId, input.slug, input.name, input.policyId ?? null, now],
      )
      .catch(refuseTakenSlug);
    const after = await this.get(serviceId);
    await this.tell('created', now, undefined, after);
    return after;
  }

  async update(input: z.output<typeof dto.UpdateServiceInput>, caller: Caller): Promise<dto.ServiceView> {
    const now = this.clock.now();
    const before = await this.locked(input.serviceId, caller);
    ChangedMeanwhile.unlessSame(input.version, before.version);
    if (input.teamId !== undefined) {
      await this.people.team(input.teamId);
      this.authority.require(caller, 'services.edit', input.teamId);
    }
    await this.requireOwnPolicy(input.policyId, input.teamId ?? before.teamId);
    await this.requireOwnPolicy(input.policyId, input.teamId ?? before.teamId);
    const moves = input.teamId !== undefined && input.teamId !== before.teamId;
    await this.transaction
      .query(
        `update services set name = $2, slug = $3, policy_id = $4, team_id = $5, version = version + 1 where id = $1`,
        [
          before.serviceId,
          input.name ?? before.name,
          input.slug ?? before.slug,
          // A policy is its team's: who moves without naming a new one gets the new team's first.
          input.policyId ?? (moves ? null : (before.policyId ?? null)),
          input.teamId ?? before.teamId,
        ],
      )
      .catch(refuseTakenSlug);
    const after = await this.get(before.serviceId);
    await this.tell('updated', now, before, after);
    return after;
  }

  async delete(serviceId: string, caller: Caller): Promise<Record<string, never>> {
    const now = this.clock.now();
    const before = await this.locked(serviceId, caller);
    await this.transaction.query(`update services set deleted_at = $2 where id = $1`, [serviceId, now]);
    await this.tell('deleted', now, before, undefined);
    return {};
  }

  private async requireOwnPolicy(policyId: string | undefined, teamId: string): Promise<void> {
    if (policyId === undefined) return;
    const policy = await this.policies.snapshot(policyId);
    if (policy?.teamId !== teamId)
      throw new PolicyElsewhere('The team has no such policy', { field: 'policyId', policyId });
  }

  private async locked(serviceId: string, caller: Caller): Promise<dto.ServiceView> {
    const [row] = await this.transaction.query<ServiceRow>(
      `select ${SERVICE_COLUMNS} from services where id = $1 and deleted_at is null for update`,
      [serviceId],
    );
    if (!row) throw new ServiceUnknown('There is no such service', { serviceId });
    this.authority.require(caller, 'services.edit', row.team_id);
    return serviceViewOf(row);
  }

  private async tell(
    what: 'created' | 'updated' | 'deleted',
    at: Date,
    before: dto.ServiceView | undefined,
    after: dto.ServiceView | undefined,
  ): Promise<void> {
    const { serviceId, name } = (after ?? before) as dto.ServiceView;
    this.audit.note({ targetId: serviceId, targetName: name, before, after });
    const teamIds = [...new Set([before?.teamId, after?.teamId].filter((id) => id !== undefined))];
    await this.events.append([{ kind: `service.${what}`, at, teamIds, params: { serviceId, name } }]);
  }
}

function refuseTakenSlug(error: unknown): never {
  if (sqlStateOf(error) !== UNIQUE_VIOLATION) throw error;
  throw new ServiceSlugTaken('Another service has this slug', { field: 'slug' });
}
