import { inject, Injectable } from '@angular/core';
import { Api } from '../../generated/api/api';
import {
  createMaintenance,
  endMaintenance,
  getMaintenance,
  listMaintenance,
  listServices,
  updateMaintenance,
} from '../../generated/api/functions';
import type {
  CreateMaintenanceInput,
  Maintenance,
  MaintenanceCover,
  Service,
} from '../../generated/api/models';

const MOST_AHEAD = 200;
const MOST_ENDED = 30;

@Injectable({ providedIn: 'root' })
export class MaintenanceApi {
  private readonly api = inject(Api);

  /** Those that are not over, the next to begin first, and the last that ended. */
  async list(teamId: string | undefined): Promise<readonly Maintenance[]> {
    const team = teamId === undefined ? {} : { teamId };
    const [ahead, ended] = await Promise.all([
      this.api.invoke(listMaintenance, { ...team, pageSize: MOST_AHEAD }),
      this.api.invoke(listMaintenance, { ...team, ended: true, pageSize: MOST_ENDED }),
    ]);
    return [...ahead.maintenance, ...ended.maintenance];
  }

  get(maintenanceId: string): Promise<Maintenance> {
    return this.api.invoke(getMaintenance, { maintenanceId });
  }

  /** Its scope may name one of these. */
  async services(): Promise<readonly Service[]> {
    return (await this.api.invoke(listServices, {})).services;
  }

  create(given: CreateMaintenanceInput): Promise<Maintenance> {
    return this.api.invoke(createMaintenance, { body: given });
  }

  /** What it covers is sent where it is another: whoever is called for that is asked once more. */
  change(before: Maintenance, after: Omit<CreateMaintenanceInput, 'teamId'>): Promise<Maintenance> {
    const { maintenanceId, version } = before;
    const { name, startsAt, endsAt } = after;
    const [was, covers] = [coverOf(before), coverOf(after)];
    return this.api.invoke(updateMaintenance, {
      maintenanceId,
      body: {
        version,
        name,
        endsAt,
        ...(startsAt === undefined ? {} : { startsAt }),
        ...(JSON.stringify(was) === JSON.stringify(covers) ? {} : { covers }),
      },
    });
  }

  end(maintenanceId: string): Promise<Maintenance> {
    return this.api.invoke(endMaintenance, { maintenanceId });
  }
}

/** With its fields in one order, so that two can be told apart. */
const coverOf = ({ hours, integrationId, conditions = [] }: MaintenanceCover): MaintenanceCover => ({
  conditions: conditions.map(({ field, test, value }) => ({ field, test, value: value ?? '' })),
  ...(hours === undefined
    ? {}
    : {
        hours: {
          weekdays: [...(hours.weekdays ?? [])],
          from: hours.from,
          until: hours.until,
          timeZone: hours.timeZone,
        },
      }),
  ...(integrationId === undefined ? {} : { integrationId }),
});
