const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Minutes since the epoch that a clock on a wall of the zone shows. */
function shownMinutes(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(at);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute')) / MINUTE_MS;
}

/** When a day begins in a zone: at midnight, or where the clock leaps over it, at the first moment that there is. */
export function instantOfDay(
  { year, month, day }: { readonly year: number; readonly month: number; readonly day: number },
  timeZone: string,
): Date {
  const midnight = Date.UTC(year, month - 1, day) / MINUTE_MS;
  // No zone is further than a day from UTC: halve until the wall shows the day.
  let [early, late] = [midnight * MINUTE_MS - DAY_MS, midnight * MINUTE_MS + DAY_MS];
  while (late - early > MINUTE_MS) {
    const middle = early + Math.floor((late - early) / 2 / MINUTE_MS) * MINUTE_MS;
    if (shownMinutes(new Date(middle), timeZone) >= midnight) late = middle;
    else early = middle;
  }
  return new Date(late);
}
