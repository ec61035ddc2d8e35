import type { Texts } from '../design/text/texts';

const HOUR = 60;
const DAY = 24 * HOUR;

/** Minutes; the server takes up to a week. */
export const LENGTHS = [15, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, DAY, 7 * DAY] as const;

export function lengthInWords(minutes: number, { t }: Pick<Texts, 't'>): string {
  if (minutes < HOUR) return t('snooze.minutes', { count: minutes });
  if (minutes < DAY) return t('snooze.hours', { count: minutes / HOUR });
  return t('snooze.days', { count: minutes / DAY });
}
