/** What a clock on a wall in a zone shows. All arithmetic of zones is here, on the runtime's own zone data. */
export interface WallClock {
  /** Days since 1970-01-01 on that wall's calendar. */
  readonly day: number;
  /** Since midnight on the wall. */
  readonly minute: number;
  /** 1 is Monday. */
  readonly weekday: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}

/** The wall's reading as if it were UTC, in milliseconds. */
function readingMs(atMs: number, timeZone: string): number {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(atMs)) parts[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

export function wallClock(at: Date, timeZone: string): WallClock {
  const reading = readingMs(at.getTime(), timeZone);
  const day = Math.floor(reading / DAY_MS);
  return { day, minute: Math.floor((reading - day * DAY_MS) / MINUTE_MS), weekday: weekdayOf(day) };
}

/** 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** `2026-03-29` as a number of days. */
export const dayOf = (calendarDay: string): number => Date.parse(`${calendarDay}T00:00:00Z`) / DAY_MS;

/** `09:30` as minutes since midnight. */
export const minuteOf = (clockTime: string): number =>
  Number(clockTime.slice(0, 2)) * 60 + Number(clockTime.slice(3, 5));

/**
 * The first instant at which the wall shows this day and minute, or later: where the clock is put back, the first
 * of the two; where it jumps over them, the moment of the jump.
 */
export function instantOf(day: number, minute: number, timeZone: string): Date {
  const wanted = day * DAY_MS + minute * MINUTE_MS;
  const offsetAt = (atMs: number): number => readingMs(atMs, timeZone) - atMs;
  // No zone changes its clock twice within two days.
  const [before, after] = [offsetAt(wanted - DAY_MS), offsetAt(wanted + DAY_MS)];
  const exact = [wanted - before, wanted - after].filter((atMs) => readingMs(atMs, timeZone) === wanted);
  if (exact.length > 0) return new Date(Math.min(...exact));
  let [low, high] = [wanted - Math.max(before, after), wanted - Math.min(before, after)];
  while (high - low > MINUTE_MS) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS;
    if (readingMs(middle, timeZone) >= wanted) high = middle;
    else low = middle;
  }
  return new Date(readingMs(low, timeZone) >= wanted ? low : high);
}
