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
