import { operations } from '../../platform/wire/declare.js';
import { Empty } from '../../platform/wire/schemas.js';
import * as dto from './schedules.dto.js';

export const schedules = operations('schedules', 'SchedulesService', {
  ListSchedules: {
    summary: 'Schedules, of one team or all',
    http: 'GET /schedules',
    allow: 'schedules.read',
    input: dto.ListSchedulesInput,
    output: dto.ScheduleList,
  },
  GetSchedule: {
    summary: 'One schedule',
    http: 'GET /schedules/:scheduleId',
    allow: 'schedules.read',
    input: dto.ScheduleRef,
    output: dto.ScheduleView,
  },
  CreateSchedule: {
    summary: 'Adds a weekly rotation',
    http: 'POST /schedules',
    allow: 'schedules.edit',
    audit: 'schedule.created',
    created: true,
    input: dto.CreateScheduleInput,
    output: dto.ScheduleView,
  },
  UpdateSchedule: {
    summary: 'Changes a schedule',
    http: 'PATCH /schedules/:scheduleId',
    allow: 'schedules.edit',
    audit: 'schedule.updated',
    input: dto.UpdateScheduleInput,
    output: dto.ScheduleView,
  },
  DeleteSchedule: {
    summary: 'Removes a schedule that no policy names',
    http: 'DELETE /schedules/:scheduleId',
    allow: 'schedules.edit',
    audit: 'schedule.deleted',
    input: dto.ScheduleRef,
    output: Empty,
  },
  AddOverride: {
    summary: 'Somebody else takes a stretch of time',
    http: 'POST /schedules/:scheduleId/overrides',
    allow: 'schedules.override',
    audit: 'schedule.override-added',
    created: true,
    input: dto.AddOverrideInput,
    output: dto.ScheduleView,
  },
  RemoveOverride: {
    summary: 'Takes an override back',
    http: 'DELETE /schedules/:scheduleId/overrides/:overrideId',
    allow: 'schedules.override',
    audit: 'schedule.override-removed',
    input: dto.OverrideRef,
    output: dto.ScheduleView,
  },
  OnDuty: {
    summary: 'Who is on duty, now or at an instant, and who is next',
    http: 'GET /on-duty',
    allow: 'schedules.read',
    input: dto.OnDutyInput,
    output: dto.DutyList,
  },
});
