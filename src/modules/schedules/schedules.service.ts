import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Authority } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/new-id.js';
import { References } from '../../platform/database/references.js';
import { Transaction } from '../../platform/database/transaction.js';
import { ChangedMeanwhile } from '../../platform/errors/changed-meanwhile.js';
import { EventLog } from '../../platform/events/event-log.js';
import { PeopleQueries } from '../people/index.js';
import type * as dto from './schedules.dto.js';
import {
  OverrideBackwards,
  OverrideTooLong,
  OverrideUnknown,
  ScheduleInUse,
  ScheduleUnknown,
} from './schedules.errors.js';
import { SCHEDULE_COLUMNS, type ScheduleRow, scheduleViewOf } from './schedules.rows.js';

const LONGEST_MS = 366 * 86_400_000;

@Injectable()
export class SchedulesService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly events: EventLog,
    private readonly references: References,
    private readonly people: PeopleQueries,
  ) {}

  async list(input: z.output<typeof dto.ListSchedulesInput>): Promise<z.output<typeof dto.ScheduleList>> {
    const rows = await this.transaction.query<ScheduleRow>(
      `select ${SCHEDULE_COLUMNS} from schedules
       where deleted_at is null and ($1::uuid is null or team_id = $1) order by lower(name), id`,
      [input.teamId ?? null],
    );
    return { schedules: rows.map(scheduleViewOf) };
  }

  /** @throws ScheduleUnknown */
  async get(scheduleId: string): Promise<dto.ScheduleView> {
    const schedule = (await this.byIds([scheduleId])).get(scheduleId);
    if (!schedule) throw new ScheduleUnknown('There is no such schedule', { scheduleId });
    return schedule;
  }

  async byIds(scheduleIds: readonly string[]): Promise<ReadonlyMap<string, dto.ScheduleView>> {
    if (scheduleIds.length === 0) return new Map();
    const rows = await this.transaction.query<ScheduleRow>(
      `select ${SCHEDULE_COLUMNS} from schedules where id = any($1::uuid[]) and deleted_at is null`,
      [scheduleIds],
    );
    return new Map(rows.map((row) => [row.id, scheduleViewOf(row)]));
  }

  /** In whose rotation or coming shifts they stand. */
  async naming(userId: string, now: Date): Promise<readonly dto.ScheduleView[]> {
    const rows = await this.transaction.query<ScheduleRow>(
      `select ${SCHEDULE_COLUMNS} from schedules
       where deleted_at is null and (rotation -> 'participantIds' ? $1::text or exists (
         select from schedule_overrides o where o.schedule_id = schedules.id and o.user_id = $1::uuid
           and o.deleted_at is null and o.ends_at > $2))
       order by lower(name), id`,
      [userId, now],
    );
    return rows.map(scheduleViewOf);
  }

  async create(input: z.output<typeof dto.CreateScheduleInput>, caller: Caller): Promise<dto.ScheduleView> {
    const now = this.clock.now();
    return this.transaction.run(async () => {
      await this.people.team(input.teamId);
      this.authority.require(caller, 'schedules.edit', input.teamId);
      await this.people.requirePeople(input.rotation.participantIds);
      const scheduleId = newId();
      await this.transaction.query(
        `insert into schedules (id, team_id, name, time_zone, rotation, created_at)
         values ($1, $2, $3, $4, $5, $6)`,
        [scheduleId, input.teamId, input.name, input.timeZone, JSON.stringify(input.rotation), now],
      );
      return this.tell('schedule.created', undefined, await this.get(scheduleId), now);
    });
  }

  update(input: z.output<typeof dto.UpdateScheduleInput>, caller: Caller): Promise<dto.ScheduleView> {
    return this.change(input.scheduleId, caller, 'schedules.edit', async (before) => {
      ChangedMeanwhile.unlessSame(input.version, before.version);
      if (input.rotation) await this.people.requirePeople(input.rotation.participantIds);
      await this.transaction.query(
        `update schedules set name = $2, time_zone = $3, rotation = $4, version = version + 1 where id = $1`,
        [
          before.scheduleId,
          input.name ?? before.name,
          input.timeZone ?? before.timeZone,
          JSON.stringify(input.rotation ?? before.rotation),
        ],
      );
    });
  }

  async delete(scheduleId: string, caller: Caller): Promise<Record<string, never>> {
    const now = this.clock.now();
    return this.transaction.run(async () => {
      const before = await this.lock(scheduleId);
      this.authority.require(caller, 'schedules.edit', before.teamId);
      const usedBy = await this.references.of('schedule', scheduleId);
      if (usedBy.length > 0) throw new ScheduleInUse(`It is used by ${usedBy.join(', ')}`, { usedBy });
      await this.transaction.query(`update schedules set deleted_at = $2 where id = $1`, [scheduleId, now]);
      this.audit.note({ targetId: scheduleId, targetName: before.name, before });
      await this.events.append([{ kind: 'schedule.deleted', at: now, teamIds: [before.teamId] }]);
      return {};
    });
  }

  addOverride(input: z.output<typeof dto.AddOverrideInput>, caller: Caller): Promise<dto.ScheduleView> {
    if (Date.parse(input.startsAt) >= Date.parse(input.endsAt))
      throw new OverrideBackwards('It must end after it starts', { field: 'endsAt' });
    if (Date.parse(input.endsAt) - Date.parse(input.startsAt) > LONGEST_MS)
      throw new OverrideTooLong('Longer than a year is another rotation', { field: 'endsAt' });
    return this.change(input.scheduleId, caller, 'schedules.override', async (before, now) => {
      await this.people.requirePeople([input.userId]);
      await this.transaction.query(
        `insert into schedule_overrides (id, schedule_id, user_id, starts_at, ends_at, created_at)
         values ($1, $2, $3, $4, $5, $6)`,
        [newId(), before.scheduleId, input.userId, input.startsAt, input.endsAt, now],
      );
    });
  }

  removeOverride(input: z.output<typeof dto.OverrideRef>, caller: Caller): Promise<dto.ScheduleView> {
    return this.change(input.scheduleId, caller, 'schedules.override', async (before, now) => {
      const gone = await this.transaction.query(
        `update schedule_overrides set deleted_at = $3
         where id = $1 and schedule_id = $2 and deleted_at is null returning id`,
        [input.overrideId, before.scheduleId, now],
      );
      if (gone.length === 0)
        throw new OverrideUnknown('There is no such override', { overrideId: input.overrideId });
    });
  }

  /** Lock, check, change, tell. */
  private change(
    scheduleId: string,
    caller: Caller,
    right: 'schedules.edit' | 'schedules.override',
    act: (before: dto.ScheduleView, now: Date) => Promise<void>,
  ): Promise<dto.ScheduleView> {
    const now = this.clock.now();
    return this.transaction.run(async () => {
      const before = await this.lock(scheduleId);
      this.authority.require(caller, right, before.teamId);
      await act(before, now);
      return this.tell('schedule.updated', before, await this.get(scheduleId), now);
    });
  }

  private async lock(scheduleId: string): Promise<dto.ScheduleView> {
    await this.transaction.query(`select id from schedules where id = $1 for update`, [scheduleId]);
    return this.get(scheduleId);
  }

  private async tell(
    kind: string,
    before: dto.ScheduleView | undefined,
    after: dto.ScheduleView,
    now: Date,
  ): Promise<dto.ScheduleView> {
    this.audit.note({ targetId: after.scheduleId, targetName: after.name, before, after });
    await this.events.append([{ kind, at: now, teamIds: [after.teamId] }]);
    return after;
  }
}
