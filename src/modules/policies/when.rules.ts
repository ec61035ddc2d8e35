import type { Severity } from '../../platform/wire/schemas.js';
import { minuteOf, wallClock } from '../schedules/index.js';
import type { PolicyStep, StepWhen } from './policies.dto.js';

/** Routing informs about `info` and rings for the rest. */
export const RINGING_SEVERITIES: readonly Severity[] = ['critical', 'high', 'warning', 'unknown'];

/** Does the step call at all, for this severity at this instant? */
export function applies(when: StepWhen | undefined, severity: Severity, at: Date): boolean {
  if (!when) return true;
  return hasSeverity(when, severity) && isOpen(when, at);
}

/** For which of the severities that ring no step could ever call. */
export const uncoveredSeverities = (steps: readonly PolicyStep[]): readonly Severity[] =>
  RINGING_SEVERITIES.filter(
    (severity) => !steps.some((step) => !step.when || hasSeverity(step.when, severity)),
  );

const hasSeverity = (when: StepWhen, severity: Severity): boolean =>
  when.severities.length === 0 || when.severities.includes(severity);

/** What reaches over midnight belongs to the day on which it began. */
function isOpen(when: StepWhen, at: Date): boolean {
  const { minute, weekday } = wallClock(at, when.timeZone ?? 'UTC');
  const from = when.from === undefined ? 0 : minuteOf(when.from);
  const until = when.until === undefined ? 24 * 60 : minuteOf(when.until);
  const onDay = (day: number): boolean => when.weekdays.length === 0 || when.weekdays.includes(day);
  if (from < until) return onDay(weekday) && minute >= from && minute < until;
  const yesterday = weekday === 1 ? 7 : weekday - 1;
  return (onDay(weekday) && minute >= from) || (onDay(yesterday) && minute < until);
}
