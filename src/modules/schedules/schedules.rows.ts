import type { Rotation, ScheduleView } from './schedules.dto.js';

interface OverrideItem {
  readonly overrideId: string;
  readonly userId: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

export interface ScheduleRow {
  readonly id: string;
  readonly team_id: string;
  readonly name: string;
  readonly time_zone: string;
  readonly rotation: Rotation;
  readonly created_at: Date;
  readonly version: number;
  readonly overrides: readonly OverrideItem[];
}

/** With its overrides, in the order in which they were added. */
export const SCHEDULE_COLUMNS = `schedules.id, schedules.team_id, schedules.name, schedules.time_zone,
  schedules.rotation, schedules.created_at, schedules.version,
  coalesce((select jsonb_agg(jsonb_build_object('overrideId', o.id, 'userId', o.user_id,
      'startsAtMs', floor(extract(epoch from o.starts_at) * 1000),
      'endsAtMs', floor(extract(epoch from o.ends_at) * 1000)) order by o.created_at, o.id)
    from schedule_overrides o where o.schedule_id = schedules.id and o.deleted_at is null), '[]') as overrides`;

export const scheduleViewOf = (row: ScheduleRow): ScheduleView => ({
  scheduleId: row.id,
  teamId: row.team_id,
  name: row.name,
  timeZone: row.time_zone,
  rotation: row.rotation,
  overrides: row.overrides.map(({ overrideId, userId, startsAtMs, endsAtMs }) => ({
    overrideId,
    userId,
    startsAt: new Date(startsAtMs).toISOString(),
    endsAt: new Date(endsAtMs).toISOString(),
  })),
  createdAt: row.created_at.toISOString(),
  version: row.version,
});
