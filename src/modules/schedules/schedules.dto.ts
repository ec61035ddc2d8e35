import { z } from 'zod';
import { ClockTime, Id, Instant, Name, TimeZone, Version } from '../../platform/wire/schemas.js';

export const CalendarDay = z.iso.date();

/** One weekly rotation: each takes a week, from `handoverDay` at `handoverTime` in the schedule's zone. */
export const Rotation = z
  .strictObject({
    participantIds: z.array(Id).min(1).max(100),
    /** 1 is Monday. */
    handoverDay: z.int().min(1).max(7).default(1),
    handoverTime: ClockTime.default('09:00'),
    /** A day in the first participant's first week. */
    startsOn: CalendarDay,
    weeksEach: z.int().min(1).max(12).default(1),
  })
  .meta({ id: 'Rotation' });
export type Rotation = z.output<typeof Rotation>;
export const OverrideView = z
  .strictObject({ overrideId: Id, userId: Id, startsAt: Instant, endsAt: Instant })
  .meta({ id: 'Override' });
export const ScheduleView = z
  .strictObject({
    scheduleId: Id,
    teamId: Id,
    name: z.string(),
    timeZone: z.string(),
    rotation: Rotation,
    overrides: z.array(OverrideView),
    createdAt: Instant,
    version: Version,
  })
  .meta({ id: 'Schedule' });
export type ScheduleView = z.output<typeof ScheduleView>;
export const ScheduleList = z.strictObject({ schedules: z.array(ScheduleView) }).meta({ id: 'ScheduleList' });
export const ListSchedulesInput = z.strictObject({ teamId: Id.optional() });
export const ScheduleRef = z.strictObject({ scheduleId: Id });
export const CreateScheduleInput = z
  .strictObject({ teamId: Id, name: Name, timeZone: TimeZone, rotation: Rotation })
  .meta({ id: 'CreateScheduleInput' });
export const UpdateScheduleInput = z
  .strictObject({
    scheduleId: Id,
    version: Version,
    name: Name.optional(),
    timeZone: TimeZone.optional(),
    rotation: Rotation.optional(),
  })
  .meta({ id: 'UpdateScheduleInput' });
export const AddOverrideInput = z
  .strictObject({ scheduleId: Id, userId: Id, startsAt: Instant, endsAt: Instant })
  .meta({ id: 'AddOverrideInput' });
export const OverrideRef = z.strictObject({ scheduleId: Id, overrideId: Id });

export const OnDutyInput = z.strictObject({
  teamId: Id.optional(),
  userId: Id.optional(),
  at: Instant.optional(),
});
export const DutyShift = z
  .strictObject({ userId: Id, userName: z.string(), from: Instant, until: Instant, override: z.boolean() })
  .meta({ id: 'DutyShift' });
export const DutyView = z
  .strictObject({
    scheduleId: Id,
    scheduleName: z.string(),
    teamId: Id,
    teamName: z.string(),
    timeZone: z.string(),
    now: DutyShift.optional(),
    next: DutyShift.optional(),
  })
  .meta({ id: 'Duty' });
export type DutyView = z.output<typeof DutyView>;
export const DutyList = z.strictObject({ at: Instant, duties: z.array(DutyView) }).meta({ id: 'DutyList' });
