import type { Alert } from '../generated/api/models';

/** Why nobody is called for an alert for a while. */
export interface Suppression {
  /** `snoozed`, `maintenance`, or a word of a newer server. */
  readonly why: string;
  /** Of the maintenance window. */
  readonly name?: string;
  /** ISO; absent: until somebody ends it. */
  readonly until?: string;
}

/** What keeps a firing alert quiet now: somebody's snooze before a maintenance window of one of its teams. */
export function suppressionOf(
  alert: Pick<Alert, 'status' | 'suppressed' | 'suppressedUntil' | 'routes'>,
): Suppression | undefined {
  if (alert.status !== 'firing') return undefined;
  const { suppressed, suppressedUntil } = alert;
  if (suppressed !== undefined)
    return { why: suppressed, ...(suppressedUntil === undefined ? {} : { until: suppressedUntil }) };
  const route = alert.routes.find(({ reason }) => reason === 'maintenance');
  if (route === undefined) return undefined;
  const { name, until } = route.maintenance ?? {};
  return {
    why: 'maintenance',
    ...(name === undefined ? {} : { name }),
    ...(until === undefined ? {} : { until }),
  };
}
