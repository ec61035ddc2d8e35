import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import { PeopleQueries } from '../people/index.js';
import { MaintenanceQueries } from './maintenance.queries.js';
import type { RoutingTable, ServiceEntry, TeamEntry, WantedOfTable } from './routing.rules.js';

interface ServiceRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly team_id: string;
  readonly policy_id: string | null;
}

/** Loads what routing may look up for a batch, and no more. */
@Injectable()
export class RoutingQueries {
  constructor(
    private readonly transaction: Transaction,
    private readonly people: PeopleQueries,
    private readonly maintenance: MaintenanceQueries,
  ) {}

  async table(wanted: WantedOfTable): Promise<RoutingTable> {
    const [services, teams, organisation, windows] = await Promise.all([
      this.services(wanted.services, wanted.serviceIds),
      this.teams(wanted.teams),
      wanted.catchAll ? this.people.organisation() : undefined,
      this.maintenance.at(wanted.at),
    ]);
    return {
      teams,
      services: new Map([
        ...services.map((service) => [service.name.toLowerCase(), service] as const),
        ...services.map((service) => [service.slug, service] as const),
      ]),
      servicesById: new Map(services.map((service) => [service.serviceId, service])),
      catchAllTeamId: organisation?.catchAllTeamId,
      windows,
    };
  }

  private async teams(names: readonly string[]): Promise<ReadonlyMap<string, TeamEntry>> {
    const found = await this.people.teamsBySlugsOrIds(names);
    return new Map([...found].map(([name, { teamId, slug }]) => [name, { teamId, slug }]));
  }

  private async services(names: readonly string[], ids: readonly string[]): Promise<readonly ServiceEntry[]> {
    if (names.length === 0 && ids.length === 0) return [];
    const lower = [...new Set(names.map((name) => name.toLowerCase()))];
    const rows = await this.transaction.query<ServiceRow>(
      `select id, slug, name, team_id, policy_id from services
       where deleted_at is null and (slug = any($1::text[]) or lower(name) = any($1::text[]) or id = any($2::uuid[]))`,
      [lower, [...new Set(ids)]],
    );
    return rows.map((row) => ({
      serviceId: row.id,
      slug: row.slug,
      name: row.name,
      teamId: row.team_id,
      ...(row.policy_id === null ? {} : { policyId: row.policy_id }),
    }));
  }
}
