import type { AlertFact } from '../alerts/index.js';
import type { EscalationRow } from './escalation.rows.js';
import { isFinal, type RunStatus } from './escalation.state.js';
import { isAbove, type Severity } from './policy.js';

/** How long after a group's last alert an accepted escalation still takes the next one in. */
export const STILL_THE_SAME_MS = 5 * 60_000;

/** Alerts that make one call: of one team, one group key, in one batch. */
export interface Group {
  readonly key: string;
  readonly teamId: string;
  readonly groupKey: string;
  readonly policyId: string | undefined;
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  readonly facts: readonly AlertFact[];
}

export function groupsOf(facts: readonly AlertFact[]): readonly Group[] {
  const byKey = Map.groupBy(facts, (fact) => `${fact.teamId} ${fact.groupKey}`);
  return [...byKey].flatMap(([key, own]) => {
    const worst = own.reduce((max, fact) => (isAbove(fact.severity, max.severity) ? fact : max));
    const { teamId, groupKey, policyId, severity, title, message } = worst;
    return [{ key, teamId, groupKey, policyId, severity, title, message, facts: own }];
  });
}

export type Fate = 'open' | 'join' | 'raise' | 'inform' | 'ring-responders';

/** What decides whether an alert joins a live one and changes nothing. */
export interface Joinable {
  readonly status: RunStatus;
  readonly severity: Severity;
  /** Of its alerts: whether some still fire. */
  readonly alerts: string;
  readonly lastResort: string;
}

/** It rings nobody new, raises nothing and tells nobody: a row in the list of its alerts is all there is to it. */
export const joinsQuietly = (newest: Joinable, group: Pick<Group, 'severity'>): boolean =>
  !isFinal(newest.status) &&
  !isAbove(group.severity, newest.severity) &&
  newest.alerts === 'firing' &&
  newest.lastResort !== 'open';

/** What a new alert does to the newest escalation of its group. */
export function fateOf(
  row: (Pick<EscalationRow, 'status' | 'run'> & { readonly last_alert_at: Date | null }) | undefined,
  group: Pick<Group, 'severity'>,
  now: Date,
): Fate {
  if (!row) return 'open';
  const isWorse = isAbove(group.severity, row.run.severity);
  if (!isFinal(row.status)) return isWorse ? 'raise' : 'join';
  const sinceMs = now.getTime() - (row.last_alert_at?.getTime() ?? -Infinity);
  if (row.status !== 'accepted' || sinceMs > STILL_THE_SAME_MS) return 'open';
  return isWorse ? 'ring-responders' : 'inform';
}
