import { SEVERITIES } from '../design/severity';
import type { AlertFilter } from './alerts-api';

const HOUR = 3_600_000;
export const RANGES = {
  '1h': HOUR,
  '6h': 6 * HOUR,
  '24h': 24 * HOUR,
  '7d': 168 * HOUR,
  '30d': 720 * HOUR,
} as const;
export type Range = keyof typeof RANGES;

export interface AlertQuery {
  readonly q?: string | undefined;
  readonly state?: string | undefined;
  readonly severity?: string | undefined;
  readonly team?: string | undefined;
}

/** The address of the list as a filter; `unowned` is a state of its own for people. */
export function alertFilterOf(query: AlertQuery): AlertFilter {
  const severity = SEVERITIES.find((one) => one === query.severity);
  const text = query.q?.trim() ?? '';
  return {
    ...(query.state === 'firing' || query.state === 'resolved' ? { status: query.state } : {}),
    ...(query.state === 'unowned' ? { unowned: true } : {}),
    ...(severity === undefined ? {} : { severity }),
    ...(query.team ? { teamId: query.team } : {}),
    ...(text === '' ? {} : { query: text }),
  };
}
