import type { IncidentStatus } from './incidents.dto.js';

/** Forward in any stride; back to work from everywhere, because faults return. Closed is reached from resolved only. */
const NEXT: Readonly<Record<IncidentStatus, readonly IncidentStatus[]>> = {
  open: ['investigating', 'mitigated', 'resolved'],
  investigating: ['open', 'mitigated', 'resolved'],
  mitigated: ['investigating', 'resolved'],
  resolved: ['investigating', 'closed'],
  closed: ['investigating'],
};

export const mayBecome = (from: IncidentStatus, to: IncidentStatus): boolean =>
  from === to || NEXT[from].includes(to);

export const isOver = (status: IncidentStatus): boolean => status === 'resolved' || status === 'closed';

export interface StatusTimes {
  readonly mitigatedAt: Date | undefined;
  readonly resolvedAt: Date | undefined;
}

/** When it was over, as far as we know now: going back to work takes the time back. */
export function timesAfter(times: StatusTimes, to: IncidentStatus, now: Date): StatusTimes {
  switch (to) {
    case 'open':
    case 'investigating':
      return { mitigatedAt: undefined, resolvedAt: undefined };
    case 'mitigated':
      return { mitigatedAt: times.mitigatedAt ?? now, resolvedAt: undefined };
    case 'resolved':
    case 'closed':
      return { mitigatedAt: times.mitigatedAt ?? now, resolvedAt: times.resolvedAt ?? now };
  }
}
