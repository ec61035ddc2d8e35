import { SEVERITIES } from '../design/severity';
import type { AlertKind } from '../generated/api/models';
import type { AlertFilter } from './alerts-api';
import type { Span } from './brush';

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
  readonly kind?: string | undefined;
  readonly integration?: string | undefined;
  /** `yes`: what is suppressed; `no`: what is not. */
  readonly quiet?: string | undefined;
  /** A part of the chart's time, ISO. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

export const KINDS: readonly AlertKind[] = [
  'problem',
  'no-data',
  'evaluation-error',
  'monitoring-fault',
  'test',
];

/** The address of the list as a filter; `unowned` is a state of its own for people. */
export function alertFilterOf(query: AlertQuery): AlertFilter {
  const severity = SEVERITIES.find((one) => one === query.severity);
  const kind = KINDS.find((one) => one === query.kind);
  const text = query.q?.trim() ?? '';
  return {
    ...(query.state === 'firing' || query.state === 'resolved' ? { status: query.state } : {}),
    ...(query.state === 'unowned' ? { unowned: true } : {}),
    ...(severity === undefined ? {} : { severity }),
    ...(kind === undefined ? {} : { kind }),
    ...(query.team ? { teamId: query.team } : {}),
    ...(query.integration ? { integrationId: query.integration } : {}),
    ...(query.quiet === 'yes' || query.quiet === 'no' ? { suppressed: query.quiet === 'yes' } : {}),
    ...(text === '' ? {} : { query: text }),
  };
}

/** The part of the time that was brushed; undefined where the address has none, or something else. */
export function spanIn({ from, until }: AlertQuery): Span | undefined {
  const isSpan = from !== undefined && until !== undefined && Date.parse(from) < Date.parse(until);
  return isSpan ? { from, until } : undefined;
}
