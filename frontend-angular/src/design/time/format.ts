import type { Language } from '../text/texts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "14 s", "31 m", "1 h 12 m", "2 d 4 h": the two largest parts that matter. */
export function duration(ms: number, language: Language): string {
  const ja = language === 'ja';
  const unit = ja ? { d: '日', h: '時間', m: '分', s: '秒' } : { d: ' d', h: ' h', m: ' m', s: ' s' };
  const value = Math.max(0, ms);
  if (value < MINUTE) return `${Math.floor(value / SECOND)}${unit.s}`;
  if (value < HOUR) return `${Math.floor(value / MINUTE)}${unit.m}`;
  const large = value < DAY ? HOUR : DAY;
  const [first, second] = value < DAY ? [unit.h, unit.m] : [unit.d, unit.h];
  const small = value < DAY ? MINUTE : HOUR;
  const head = Math.floor(value / large);
  const rest = Math.floor((value % large) / small);
  return rest === 0 ? `${head}${first}` : `${head}${first}${ja ? '' : ' '}${rest}${second}`;
}

/** Relative near now, the day for a week, then the date. */
export function ago(at: number, now: number, language: Language, timeZone?: string): string {
  const gone = now - at;
  const ja = language === 'ja';
  if (gone < 10 * SECOND) return ja ? 'たった今' : 'just now';
  if (gone < MINUTE) return ja ? `${Math.floor(gone / SECOND)} 秒前` : `${Math.floor(gone / SECOND)} s ago`;
  if (gone < HOUR) return ja ? `${Math.floor(gone / MINUTE)} 分前` : `${Math.floor(gone / MINUTE)} min ago`;
  if (gone < 12 * HOUR) return ja ? `${Math.floor(gone / HOUR)} 時間前` : `${Math.floor(gone / HOUR)} h ago`;
  return shortStamp(at, now, language, timeZone);
}

/** Today only the time, this week the weekday and time, else the date. */
export function shortStamp(at: number, now: number, language: Language, timeZone?: string): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = new Intl.DateTimeFormat('en-CA', zone);
  if (day.format(at) === day.format(now)) return clockTime(at, language, timeZone);
  if (Math.abs(now - at) < 6 * DAY) {
    const weekday = new Intl.DateTimeFormat(language, { weekday: 'short', ...zone }).format(at);
    return `${weekday} ${clockTime(at, language, timeZone)}`;
  }
  return new Intl.DateTimeFormat(language === 'ja' ? 'ja' : 'en-GB', {
    day: 'numeric',
    month: 'short',
    ...(day.format(at).slice(0, 4) === day.format(now).slice(0, 4) ? {} : { year: 'numeric' }),
    ...zone,
  }).format(at);
}

/** The date with its time, where the day itself matters: 27 Nov 03:12; the year where it is another one. */
export function dayAndTime(at: number, now: number, language: Language, timeZone?: string): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const year = new Intl.DateTimeFormat('en', { year: 'numeric', ...zone });
  const day = new Intl.DateTimeFormat(language === 'ja' ? 'ja' : 'en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(year.format(at) === year.format(now) ? {} : { year: 'numeric' }),
    ...zone,
  }).format(at);
  return `${day} ${clockTime(at, language, timeZone)}`;
}

/** 03:12 */
export function clockTime(at: number, language: Language, timeZone?: string): string {
  return timeOf(at, language, timeZone, false);
}

/** 03:12:41 */
export function clockSeconds(at: number, language: Language, timeZone?: string): string {
  return timeOf(at, language, timeZone, true);
}

/** The whole instant, for titles and exact columns: 2026-11-22 03:12:41 JST. */
export function fullStamp(at: number, timeZone?: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).formatToParts(at);
  const get = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  return `${get('year')}-${get('month')}-${get('day')} ${get('hour')}:${get('minute')}:${get('second')} ${get('timeZoneName')}`;
}

/** A running clock: 0:27, 12:05, 1:02:09. */
export function stopwatch(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** Seconds since a call's start as the stage track writes them: 0.02 s, 6.4 s, 34 s. */
export function trackSeconds(ms: number): string {
  const seconds = Math.max(0, ms) / SECOND;
  if (seconds < 1) return `${seconds.toFixed(2)} s`;
  return seconds < 20 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds)} s`;
}

function timeOf(at: number, language: Language, timeZone: string | undefined, seconds: boolean): string {
  return new Intl.DateTimeFormat(language === 'ja' ? 'ja' : 'en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(at);
}
