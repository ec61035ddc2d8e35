import type { Canary, Chore, Notifier, RouteState } from '../generated/api/models';

/** Worst last. `late` needs a look, `alarm` needs somebody now. */
export const LEVELS = ['fine', 'late', 'alarm'] as const;
export type Level = (typeof LEVELS)[number];

const LATE_SECONDS = 1;
const ALARM_SECONDS = 5;
/** Chores are looked for once a second, one after another: a second of waiting says nothing. */
const CHORE_LATE_SECONDS = 5;
const CHORE_ALARM_SECONDS = 30;

/** How bad it is that something due has waited so long. */
export const levelOfWait = (seconds: number): Level => levelAt(seconds, LATE_SECONDS, ALARM_SECONDS);

export const levelOfRoute = (state: RouteState): Level => ROUTE_LEVELS[state];

/** One that is off is off on purpose. */
export const levelOfNotifier = ({ state }: Pick<Notifier, 'state'>): Level =>
  state === 'faulty' ? 'alarm' : 'fine';

export const levelOfCanary = ({ dead }: Pick<Canary, 'dead'>): Level => (dead ? 'alarm' : 'fine');

/** Since when it has been due; 0 while it is not. `at` is the server's own time. */
export const choreWaits = (chore: Chore, at: string): number =>
  Math.max(0, (Date.parse(at) - Date.parse(chore.dueAt)) / 1000);

export const levelOfChore = (chore: Chore, at: string): Level =>
  chore.failure === undefined
    ? levelAt(choreWaits(chore, at), CHORE_LATE_SECONDS, CHORE_ALARM_SECONDS)
    : 'alarm';

export const worst = (levels: readonly Level[]): Level =>
  LEVELS.findLast((level) => levels.includes(level)) ?? 'fine';

const ROUTE_LEVELS: Record<RouteState, Level> = {
  closed: 'fine',
  degraded: 'late',
  'half-open': 'late',
  open: 'alarm',
};

function levelAt(seconds: number, late: number, alarm: number): Level {
  if (seconds > alarm) return 'alarm';
  return seconds > late ? 'late' : 'fine';
}
