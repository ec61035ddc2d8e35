import { z } from 'zod';
import {
  ClockTime,
  Id,
  Instant,
  Name,
  NextPage,
  Paging,
  TimeZone,
  Version,
} from '../../platform/wire/schemas.js';
import { RuleCondition } from './rules.dto.js';

/** On these weekdays, between these times of day; without: all the time from its start to its end. */
export const MaintenanceHours = z
  .strictObject({
    /** 1 is Monday; empty means every day. */
    weekdays: z.array(z.int().min(1).max(7)).default([]),
    /** `until` before `from` reaches over midnight. */
    from: ClockTime,
    until: ClockTime,
    timeZone: TimeZone,
  })
  .meta({ id: 'MaintenanceHours' });

const Scope = {
  /** Alerts of this integration only; it is the window's team's, or the house's own (raised by API). */
  integrationId: Id.optional(),
  /** Alerts for which all of these hold only. */
  conditions: z.array(RuleCondition).max(20).default([]),
};

/** While it is open, alerts of the team that it covers call nobody. What fires still when it closes is called then. */
export const MaintenanceView = z
  .strictObject({
    maintenanceId: Id,
    teamId: Id,
    name: z.string(),
    startsAt: Instant,
    endsAt: Instant,
    hours: MaintenanceHours.optional(),
    ...Scope,
    open: z.boolean(),
    /** Firing alerts that it keeps quiet now. */
    quietAlerts: z.int(),
    createdByName: z.string(),
    createdAt: Instant,
    version: Version,
  })
  .meta({ id: 'Maintenance' });
export type MaintenanceView = z.output<typeof MaintenanceView>;
export const MaintenancePage = z
  .strictObject({ maintenance: z.array(MaintenanceView), ...NextPage })
  .meta({ id: 'MaintenancePage' });
/** Without those that are over, unless asked for; the next to begin first. `ended`: only those, the last to end first. */
export const ListMaintenanceInput = z.strictObject({
  teamId: Id.optional(),
  past: z.boolean().optional(),
  ended: z.boolean().optional(),
  ...Paging,
});
export const MaintenanceRef = z.strictObject({ maintenanceId: Id });
export const CreateMaintenanceInput = z
  .strictObject({
    teamId: Id,
    name: Name,
    /** Absent: now. */
    startsAt: Instant.optional(),
    endsAt: Instant,
    hours: MaintenanceHours.optional(),
    ...Scope,
  })
  .meta({ id: 'CreateMaintenanceInput' });
/** What a window covers, all of it: what is not named is gone. */
export const MaintenanceCover = z
  .strictObject({ hours: MaintenanceHours.optional(), ...Scope })
  .meta({ id: 'MaintenanceCover' });
export type MaintenanceCover = z.output<typeof MaintenanceCover>;
export const UpdateMaintenanceInput = z
  .strictObject({
    maintenanceId: Id,
    version: Version,
    name: Name.optional(),
    startsAt: Instant.optional(),
    endsAt: Instant.optional(),
    /** Absent: as it was. Whoever is called for what it covers from now on is asked again. */
    covers: MaintenanceCover.optional(),
  })
  .meta({ id: 'UpdateMaintenanceInput' });

/** Stops what rings for the alert, until then; if it fires still, it is called again. 0 minutes: it is over. */
export const SnoozeAlertInput = z
  .strictObject({ alertId: Id, minutes: z.int().min(0).max(10_080), note: z.string().max(1000).optional() })
  .meta({ id: 'SnoozeAlertInput' });
