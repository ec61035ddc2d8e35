const DAY_MS = 86_400_000;
/** Early enough to plan it, and late enough to be done at once. */
export const WARNED_DAYS = [14, 3] as const;

export interface EndingToken {
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** The last warning that was given. */
  readonly warnedDays: number | null;
}

/** The warning that is due; whoever made a token for a few days knows that it ends. */
export function warningDue(
  { createdAt, expiresAt, warnedDays }: EndingToken,
  now: Date,
): (typeof WARNED_DAYS)[number] | undefined {
  const leftMs = expiresAt.getTime() - now.getTime();
  const madeForMs = expiresAt.getTime() - createdAt.getTime();
  if (leftMs <= 0) return undefined;
  return WARNED_DAYS.findLast(
    (days) => leftMs <= days * DAY_MS && madeForMs > days * DAY_MS && (warnedDays ?? Infinity) > days,
  );
}

/** As people count: what ends in a few hours ends in one day. */
export const daysLeft = (expiresAt: Date, now: Date): number =>
  Math.ceil((expiresAt.getTime() - now.getTime()) / DAY_MS);
