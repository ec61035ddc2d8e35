import type { Kind } from '../../plugins/kit/index.js';
import type { AlertState } from './dedup.rules.js';

/** After how many seconds without a signal a firing alert counts as over; a kind may have its own. */
export interface ResolveAfter {
  readonly seconds?: number | undefined;
  readonly byKind: readonly { readonly kind: Kind; readonly seconds: number }[];
}

/** After we could not hear, nobody's silence is believed before that; who speaks more often has its own time. */
export const LONGEST_DOUBT_MS = 3_600_000;

export const secondsFor = (kind: Kind, resolveAfter: ResolveAfter | undefined): number | undefined =>
  resolveAfter?.byKind.find((one) => one.kind === kind)?.seconds ?? resolveAfter?.seconds;

/** The alert with the instant at which it is resolved by itself: the earlier of its sender's and its integration's. */
export function withExpiry(alert: AlertState, resolveAfter: ResolveAfter | undefined): AlertState {
  if (alert.status === 'resolved') return { ...alert, sourceExpiresAt: undefined, expiresAt: undefined };
  const seconds = secondsFor(alert.kind, resolveAfter);
  const ends = [
    alert.sourceExpiresAt?.getTime(),
    seconds === undefined ? undefined : alert.lastReceivedAt.getTime() + seconds * 1000,
  ].filter((ms) => ms !== undefined);
  return { ...alert, expiresAt: ends.length === 0 ? undefined : new Date(Math.min(...ends)) };
}

export interface Expiring {
  readonly expiresAt: Date;
  readonly lastReceivedAt: Date;
  readonly sourceExpiresAt: Date | undefined;
}

/** Is it over now? Whatever was said while nobody listened must have had the time to be said again. */
export function isExpired({ expiresAt, lastReceivedAt }: Expiring, now: Date, listeningSince: Date): boolean {
  const waitMs = Math.min(Math.max(0, expiresAt.getTime() - lastReceivedAt.getTime()), LONGEST_DOUBT_MS);
  return Math.max(expiresAt.getTime(), listeningSince.getTime() + waitMs) <= now.getTime();
}

/** Why it was resolved, for whoever reads its timeline. */
export const reasonOfExpiry = ({ expiresAt, lastReceivedAt, sourceExpiresAt }: Expiring): string =>
  sourceExpiresAt && sourceExpiresAt <= expiresAt
    ? `Its sender said that it holds until ${sourceExpiresAt.toISOString()}, and has not said it again.`
    : `Nothing was heard of it since ${lastReceivedAt.toISOString()}: resolved as the integration is set.`;
