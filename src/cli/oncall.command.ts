import type { z } from 'zod';
import type { DutyList, DutyShift, DutyView } from '../modules/schedules/schedules.dto.js';
import { schedules } from '../modules/schedules/schedules.operations.js';
import { given, instantOf } from './arguments.js';
import { EXIT } from './failures.js';
import { teamIdOf } from './lookups.js';
import type { Session } from './session.js';
import { table, timeText } from './text.js';

export interface OncallOptions {
  readonly team?: string;
  readonly at?: string;
}

export async function showOncall(session: Session, { team, at: when }: OncallOptions): Promise<number> {
  const at = when === undefined ? undefined : instantOf(when);
  const teamId = team === undefined ? undefined : await teamIdOf(session.api, team);
  const list = await session.api.call(schedules.OnDuty, given({ at, teamId }));
  session.show(list);
  for (const line of dutyText(list, session.around.timeZone)) session.say(line);
  return EXIT.ok;
}

type Shift = z.output<typeof DutyShift>;
type Duties = z.output<typeof DutyList>;

export function dutyText({ at, duties }: Duties, timeZone: string): readonly string[] {
  if (duties.length === 0) return ['There is no schedule here.'];
  const row = ({ teamName, scheduleName, now, next }: DutyView): readonly string[] => [
    teamName,
    scheduleName,
    now ? whoOf(now) : 'nobody',
    now ? timeText(now.until, timeZone) : next ? timeText(next.from, timeZone) : '',
    next ? whoOf(next) : '',
  ];
  return [
    ...table([['TEAM', 'SCHEDULE', 'ON DUTY', 'UNTIL', 'NEXT'], ...duties.map(row)]),
    '',
    `At ${timeText(at, timeZone)}, times of ${timeZone}.`,
  ];
}

const whoOf = ({ userName, override }: Shift): string => (override ? `${userName} (stands in)` : userName);
