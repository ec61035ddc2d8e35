const DAY_MS = 86_400_000;
/** When its owner is told by mail for the first time. */
const WARNED_MS = 14 * DAY_MS;

export interface EndingToken {
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly replacedAt?: string;
  readonly revokedAt?: string;
}

/** It lets somebody in. */
export const works = (token: EndingToken, now: number): boolean =>
  token.revokedAt === undefined && Date.parse(token.expiresAt) > now;

/** Works, and somebody has to do something soon. Whoever made it for a few days knows that it ends, as with mails. */
export function endsSoon(token: EndingToken, now: number): boolean {
  if (!works(token, now) || token.replacedAt !== undefined) return false;
  const ends = Date.parse(token.expiresAt);
  return ends - now <= WARNED_MS && ends - Date.parse(token.createdAt) > WARNED_MS;
}
