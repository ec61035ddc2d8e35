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

/** How many parts the axis has, and to what the end is rounded up, so that its words are round times. */
export const AXES: Record<Range, { readonly parts: number; readonly roundMs: number }> = {
  '1h': { parts: 6, roundMs: HOUR / 6 },
  '6h': { parts: 6, roundMs: HOUR },
  '24h': { parts: 8, roundMs: HOUR },
  '7d': { parts: 7, roundMs: HOUR },
  '30d': { parts: 6, roundMs: HOUR },
};

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
