import { dayIn, zoned } from '../../design/time/zoned';
import type { Rotation, Schedule } from '../../generated/api/models';

export interface Shift {
  readonly userId: string;
  readonly from: number;
  readonly until: number;
  readonly overrideId?: string;
}

/** The rotation's weeks that touch a range, for drawing; who is really on duty is the server's answer. */
export function weeksOf(rotation: Rotation, timeZone: string, from: number, until: number): readonly Shift[] {
  const people = rotation.participantIds;
  const first = handoverBefore(rotation.startsOn, rotation.handoverDay);
  const days = 7 * rotation.weeksEach;
  const shifts: Shift[] = [];
  const start = Math.floor((from - Date.parse(first)) / (days * 86_400_000)) - 1;
  for (let index = Math.max(0, start); shifts.length < 200; index++) {
    const begins = zoned(addDays(first, index * days), rotation.handoverTime, timeZone);
    if (begins >= until) break;
    const ends = zoned(addDays(first, (index + 1) * days), rotation.handoverTime, timeZone);
    const userId = people[index % people.length];
    if (ends > from && userId !== undefined) {
      shifts.push({ userId, from: Math.max(from, begins), until: Math.min(until, ends) });
    }
  }
  return shifts;
}

/** The rotation with its overrides laid over it. */
export function resultOf(schedule: Schedule, from: number, until: number): readonly Shift[] {
  let result = weeksOf(schedule.rotation, schedule.timeZone, from, until);
  for (const { overrideId, userId, startsAt, endsAt } of schedule.overrides) {
    const over = {
      userId,
      overrideId,
      from: Math.max(from, Date.parse(startsAt)),
      until: Math.min(until, Date.parse(endsAt)),
    };
    if (over.until <= over.from) continue;
    result = [
      ...result.flatMap((shift) => [
        { ...shift, until: Math.min(shift.until, over.from) },
        { ...shift, from: Math.max(shift.from, over.until) },
      ]),
      over,
    ].filter((shift) => shift.until > shift.from);
  }
  return [...result].sort((a, b) => a.from - b.from);
}

/** The handover day on or before a day; 1 is Monday. */
export function handoverBefore(day: string, handoverDay: number): string {
  const weekday = ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
  return addDays(day, -((weekday - handoverDay + 7) % 7));
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
