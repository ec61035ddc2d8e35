export const CODE_LIVES_MS = 10 * 60_000;
const PAUSE_MS = 60_000;
const A_DAY_MS = 24 * 60 * 60_000;
/** A message costs money, and whose number it is nobody knows yet. */
const A_DAY = 5;
export const TRIES = 5;

/** What is remembered of the codes that were sent to one number or address. */
export interface Sent {
  readonly lastAt: Date;
  readonly dayBeganAt: Date;
  readonly ofTheDay: number;
}

/** How long until another code may be sent; 0: now. */
export function waitMs(sent: Sent | undefined, now: Date): number {
  if (!sent) return 0;
  const pause = sent.lastAt.getTime() + PAUSE_MS - now.getTime();
  const day = sent.dayBeganAt.getTime() + A_DAY_MS - now.getTime();
  return Math.max(0, pause, sent.ofTheDay >= A_DAY ? day : 0);
}

export function afterSending(sent: Sent | undefined, now: Date): Sent {
  const isSameDay = sent !== undefined && now.getTime() < sent.dayBeganAt.getTime() + A_DAY_MS;
  return {
    lastAt: now,
    dayBeganAt: isSameDay ? sent.dayBeganAt : now,
    ofTheDay: isSameDay ? sent.ofTheDay + 1 : 1,
  };
}
