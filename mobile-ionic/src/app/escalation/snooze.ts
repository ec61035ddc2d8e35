/** When people are awake again, by the clock of the phone. */
const MORNING_HOUR = 8;
const MINUTE_MS = 60_000;

/** How long somebody wants quiet for. */
export type Span = '15m' | '1h' | 'morning';
export const SPANS: readonly Span[] = ['15m', '1h', 'morning'];

/** Whole minutes, as the server counts; of a morning those to the next one. */
export function minutesOf(span: Span, nowMs: number): number {
  if (span === '15m') return 15;
  if (span === '1h') return 60;
  return Math.max(1, Math.ceil((nextMorning(nowMs) - nowMs) / MINUTE_MS));
}

/** By the local clock, so that a change to summer time moves nothing. */
export function nextMorning(nowMs: number): number {
  const morning = new Date(nowMs);
  morning.setHours(MORNING_HOUR, 0, 0, 0);
  if (morning.getTime() <= nowMs) morning.setDate(morning.getDate() + 1);
  return morning.getTime();
}

/** So many alerts the server takes at once. */
const MOST_AT_ONCE = 200;

export const inSets = (ids: readonly string[]): readonly string[][] =>
  Array.from({ length: Math.ceil(ids.length / MOST_AT_ONCE) }, (_, nth) =>
    ids.slice(nth * MOST_AT_ONCE, (nth + 1) * MOST_AT_ONCE),
  );
