import type { Alert, Escalation } from '../generated/api/models';

export type Owner =
  | { readonly kind: 'person'; readonly userId: string; readonly name: string }
  | { readonly kind: 'ringing'; readonly people: number }
  | { readonly kind: 'delayed' | 'nobody' }
  | { readonly kind: 'escalation'; readonly number: number }
  | { readonly kind: 'reason'; readonly reason: string };

/** Whose it is now, in the order in which it matters to somebody who looks for work. */
export function ownerOf(alert: Alert, live: readonly Escalation[]): Owner {
  const runs = live.filter((run) => run.alertIds.includes(alert.alertId));
  const taken = runs.flatMap((run) => run.acceptances)[0];
  if (taken !== undefined) return { kind: 'person', userId: taken.userId, name: taken.name };
  const calling = runs.find((run) => run.status === 'calling');
  if (calling !== undefined) {
    const people = calling.calls.filter(
      (call) => call.status === 'calling' || call.status === 'reading',
    ).length;
    return { kind: 'ringing', people };
  }
  if (runs.some((run) => run.status === 'delayed')) return { kind: 'delayed' };
  if (alert.suppressed !== undefined) return { kind: 'reason', reason: alert.suppressed };
  const route = alert.routes.find((one) => one.escalationNumber !== undefined);
  if (route?.escalationNumber !== undefined) return { kind: 'escalation', number: route.escalationNumber };
  const reason = alert.routes.find((one) => one.reason !== undefined)?.reason;
  return reason === undefined ? { kind: 'nobody' } : { kind: 'reason', reason };
}
