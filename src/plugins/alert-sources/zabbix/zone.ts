const DAY_MS = 86_400_000;

/** An IANA name, or an offset such as +09:00. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/**
 * "2026.11.22" and "07:01:28" on the wall of a zone; undefined where they are no date.
 * In the hour that a clock repeats the first one is meant, in the hour that it skips the time before the jump goes on.
 */
export function instantInZone(date = '', time = '', timeZone: string): Date | undefined {
  const match = /^(\d{4})\.(\d\d)\.(\d\d) (\d\d:\d\d:\d\d)$/.exec(`${date} ${time}`);
  if (!match) return undefined;
  const [, year, month, day, clock] = match;
  const wall = Date.parse(`${year}-${month}-${day}T${clock}Z`);
  if (Number.isNaN(wall)) return undefined;
  // No zone changes twice within two days: these are all the offsets that may hold.
  const before = offsetAt(wall - DAY_MS, timeZone);
  const after = offsetAt(wall + DAY_MS, timeZone);
  const isBefore = offsetAt(wall - before, timeZone) === before;
  const isAfter = offsetAt(wall - after, timeZone) === after;
  return new Date(wall - (!isBefore && isAfter ? after : before));
}

function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
    instant,
  );
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = 0, minutes = 0, seconds = 0] = /([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(name) ?? [];
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -ms : ms;
}
