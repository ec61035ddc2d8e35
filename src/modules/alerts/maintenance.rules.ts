import type { RuleCondition } from './rules.dto.js';
import { type Rulebook, rulebookOf, ruleFor, type RuleSubject } from './rules.rules.js';

/** A window as it stands in the database. */
export interface MaintenanceRow {
  readonly id: string;
  readonly team_id: string;
  readonly name: string;
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly hours: {
    readonly weekdays: readonly number[];
    readonly from: string;
    readonly until: string;
    readonly timeZone: string;
  } | null;
  readonly integration_id: string | null;
  readonly conditions: readonly RuleCondition[];
}

/** Ready to be asked about many alerts. */
export interface MaintenanceWindow {
  readonly row: MaintenanceRow;
  readonly book: Rulebook;
}

export const windowOf = (row: MaintenanceRow): MaintenanceWindow => ({
  row,
  book: rulebookOf([
    {
      name: row.name,
      conditions: [...row.conditions],
      teamIds: [],
      ...(row.hours ? { when: { ...row.hours, weekdays: [...row.hours.weekdays], severities: [] } } : {}),
    },
  ]),
});

export interface Covered {
  readonly teamId: string;
  readonly integrationId: string;
  readonly subject: RuleSubject;
}

/** The first that covers the alert for this team at this instant. */
export const windowFor = (
  windows: readonly MaintenanceWindow[],
  { teamId, integrationId, subject }: Covered,
  at: Date,
): MaintenanceWindow | undefined =>
  windows.find(
    ({ row, book }) =>
      row.team_id === teamId &&
      (row.integration_id === null || row.integration_id === integrationId) &&
      isBetween(row, at) &&
      ruleFor(book, subject, at) !== undefined,
  );

/** Whatever it is about. */
export const isOpen = (row: MaintenanceRow, at: Date): boolean =>
  isBetween(row, at) && ruleFor(windowOf({ ...row, conditions: [] }).book, {}, at) !== undefined;

const isBetween = ({ starts_at: from, ends_at: until }: MaintenanceRow, at: Date): boolean =>
  from <= at && at < until;

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** Of one that is open at this instant: when it ends, or its hours of today do. */
export function closesAt({ ends_at: endsAt, hours }: MaintenanceRow, at: Date): Date {
  if (hours === null) return endsAt;
  const [hour = 0, minute = 0] = hours.until.split(':').map(Number);
  const until = hour * 60 + minute;
  const minutesTo = (from: Date): number =>
    (until - minutesOfDay(from, hours.timeZone) + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  const from = Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS;
  const first = new Date(from + minutesTo(at) * MINUTE_MS);
  // The night in which clocks are changed is longer or shorter than they say.
  const off = minutesOfDay(first, hours.timeZone) - until;
  const closes = new Date(first.getTime() - (Math.abs(off) > DAY_MINUTES / 2 ? 0 : off) * MINUTE_MS);
  return closes < endsAt ? closes : endsAt;
}

function minutesOfDay(at: Date, timeZone: string): number {
  const said = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at);
  const [hour = 0, minute = 0] = said.split(':').map(Number);
  return (hour % 24) * 60 + minute;
}
