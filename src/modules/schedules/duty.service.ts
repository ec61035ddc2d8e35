import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import { isCallable, PeopleQueries, type UserView } from '../people/index.js';
import type * as dto from './schedules.dto.js';
import { SCHEDULE_COLUMNS, type ScheduleRow } from './schedules.rows.js';
import { type DutyRules, nextShift, onDuty, type Shift } from './schedules.rules.js';

type Users = ReadonlyMap<string, UserView>;

/** Who is on duty: for the calling rules, and for people who ask. */
@Injectable()
export class DutyService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly people: PeopleQueries,
  ) {}

  /** The shift of each schedule at an instant; none where nobody has it. Deleted ones answer escalations that still run. */
  async onDutyOf(scheduleIds: readonly string[], at: Date): Promise<ReadonlyMap<string, Shift | undefined>> {
    if (scheduleIds.length === 0) return new Map();
    const rows = await this.transaction.query<ScheduleRow>(
      `select ${SCHEDULE_COLUMNS} from schedules where id = any($1::uuid[])`,
      [scheduleIds],
    );
    const users = await this.usersOf(rows);
    return new Map(rows.map((row) => [row.id, onDuty(rulesOf(row, users), at)]));
  }

  async list(input: z.output<typeof dto.OnDutyInput>): Promise<z.output<typeof dto.DutyList>> {
    const at = input.at === undefined ? this.clock.now() : new Date(input.at);
    const rows = await this.transaction.query<ScheduleRow>(
      `select ${SCHEDULE_COLUMNS} from schedules
       where deleted_at is null and ($1::uuid is null or team_id = $1) order by lower(name), id`,
      [input.teamId ?? null],
    );
    const users = await this.usersOf(rows);
    const teams = await this.people.teamsByIds([...new Set(rows.map((row) => row.team_id))]);
    const duties = rows.map((row): dto.DutyView => {
      const rules = rulesOf(row, users);
      const now = onDuty(rules, at);
      const next = nextShift(rules, now?.until ?? at);
      return {
        scheduleId: row.id,
        scheduleName: row.name,
        teamId: row.team_id,
        teamName: teams.get(row.team_id)?.name ?? '',
        timeZone: row.time_zone,
        ...(now ? { now: shiftViewOf(now, users) } : {}),
        ...(next ? { next: shiftViewOf(next, users) } : {}),
      };
    });
    const ofUser = ({ now, next }: dto.DutyView): boolean =>
      input.userId === undefined || now?.userId === input.userId || next?.userId === input.userId;
    return { at: at.toISOString(), duties: duties.filter(ofUser) };
  }

  private usersOf(rows: readonly ScheduleRow[]): Promise<Users> {
    const userIds = rows.flatMap((row) => [
      ...row.rotation.participantIds,
      ...row.overrides.map((override) => override.userId),
    ]);
    return this.people.usersByIds([...new Set(userIds)]);
  }
}

const rulesOf = (row: ScheduleRow, users: Users): DutyRules => ({
  timeZone: row.time_zone,
  rotation: row.rotation,
  overrides: row.overrides.map(({ overrideId, userId, startsAtMs, endsAtMs }) => ({
    overrideId,
    userId,
    startsAt: new Date(startsAtMs),
    endsAt: new Date(endsAtMs),
  })),
  isActive: (userId) => isCallable(users.get(userId)),
});

const shiftViewOf = (shift: Shift, users: Users): z.output<typeof dto.DutyShift> => ({
  userId: shift.userId,
  userName: users.get(shift.userId)?.name ?? '',
  from: shift.from.toISOString(),
  until: shift.until.toISOString(),
  override: shift.override,
});
