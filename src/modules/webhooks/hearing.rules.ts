import { LONGEST_DOUBT_MS } from '../alerts/index.js';

/** A gap between two looks that is longer than that: nobody has listened. */
export const DEAF_AFTER_MS = 15_000;

/** So much time everybody has to write down what they held while the database was away: two turns of their loops. */
const COMES_HOME_MS = 4_000;

/** What of the silence can be believed at a look. */
export interface Ears {
  /** What was said until then is known. */
  readonly asOf: Date;
  /** Before that nobody listened. */
  readonly listeningSince: Date;
}

/**
 * Up to when silence is believed: until the last look, at which the database was there, and not what is newer than a
 * moment. What came before that and could not be written down has come home by now, or is said to be on its way.
 */
export const heardUpTo = (now: Date, lookedBefore: Date | null): Date =>
  new Date(Math.min(now.getTime() - COMES_HOME_MS, lookedBefore?.getTime() ?? now.getTime()));

/**
 * When silence is believed. Whoever was to speak while we could not hear gets the time to do so again: its interval, or an
 * hour where that is longer (whoever speaks once a day would be believed a day too late), and its grace.
 */
export function judgedAt(
  due: Date,
  listeningSince: Date,
  { everySeconds, graceSeconds }: { readonly everySeconds: number; readonly graceSeconds: number },
): Date {
  const againMs = Math.min(everySeconds * 1000, LONGEST_DOUBT_MS) + graceSeconds * 1000;
  return new Date(Math.max(due.getTime(), listeningSince.getTime() + againMs));
}
