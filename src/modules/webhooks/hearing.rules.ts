import { LONGEST_DOUBT_MS } from '../alerts/index.js';

/** A gap between two looks that is longer than that: nobody has listened. */
export const DEAF_AFTER_MS = 15_000;

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
