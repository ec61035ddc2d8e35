import { type Action, type Severity, severityOf } from '../../kit/index.js';

const SEVERITY: Readonly<Record<string, Severity>> = {
  CRITICAL: 'critical',
  DOWN: 'critical',
  WARNING: 'warning',
  UNKNOWN: 'unknown',
  UNREACHABLE: 'unknown',
};

/** Of a state that is a problem; one that is none, or that nobody knows, says nothing of how bad it is. */
export const severityIn = (
  state: string | undefined,
  taught: Readonly<Record<string, Severity>>,
): Severity | undefined => {
  const known = SEVERITY[state?.trim().toUpperCase() ?? ''];
  const isTaught = Object.keys(taught).some(
    (word) => word.trim().toLowerCase() === state?.trim().toLowerCase(),
  );
  return isTaught ? severityOf(state, taught) : known;
};

export const isWell = (state: string | undefined): boolean => /^(OK|UP)$/i.test(state?.trim() ?? '');

export interface Told {
  readonly action: Action;
  /** For a snooze: it is over. */
  readonly isOver?: boolean;
  readonly warning?: string;
}

/** What a notification means. Where its kind says nothing of that, its state does: better a call than none. */
export function toldBy(type: string | undefined, state: string | undefined): Told {
  const byState: Told = { action: isWell(state) ? 'resolve' : 'trigger' };
  const kind = type?.trim().toUpperCase() ?? '';
  if (kind === 'PROBLEM') return { action: 'trigger' };
  if (kind === 'RECOVERY') return { action: 'resolve' };
  if (kind === 'ACKNOWLEDGEMENT') return { action: 'acknowledge' };
  if (kind === 'CUSTOM') return { action: 'note' };
  if (kind === 'DOWNTIMESTART') return { action: 'snooze' };
  if (/^DOWNTIME(END|REMOVED|CANCELLED)$/.test(kind)) return { action: 'snooze', isOver: true };
  // While something flaps, neither its problems nor its recoveries are told: this is all that comes.
  if (kind === 'FLAPPINGSTART') return isWell(state) ? { action: 'note' } : byState;
  if (/^FLAPPING(STOP|END|DISABLED)$/.test(kind)) return byState;
  return { ...byState, warning: 'a kind of notification that nobody knows was read by its state' };
}
