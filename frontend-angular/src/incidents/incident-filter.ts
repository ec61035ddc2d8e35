import { SEVERITIES } from '../design/severity';
import type { IncidentFilter } from './incidents-api';

export const INCIDENT_STATUSES = ['open', 'investigating', 'mitigated', 'resolved', 'closed'] as const;

/** What the address of the list may say; everything a person filters by is in there. */
export interface IncidentQuery {
  readonly q?: string | undefined;
  readonly status?: string | undefined;
  readonly severity?: string | undefined;
  readonly team?: string | undefined;
  readonly person?: string | undefined;
}

/** Without a status the list shows what is open; `all` shows everything. Words it doesn't know are left out. */
export function filterOf(query: IncidentQuery): IncidentFilter {
  const status = INCIDENT_STATUSES.find((one) => one === query.status);
  const severity = SEVERITIES.find((one) => one === query.severity);
  const text = query.q?.trim() ?? '';
  return {
    ...(status !== undefined ? { status } : query.status === 'all' || text !== '' ? {} : { open: true }),
    ...(severity === undefined ? {} : { severity }),
    ...(query.team ? { teamId: query.team } : {}),
    ...(query.person ? { userId: query.person } : {}),
    ...(text === '' ? {} : { query: text }),
  };
}
