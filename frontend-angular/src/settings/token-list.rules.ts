import type { ApiToken } from '../generated/api/models';
import { endsSoon, works } from '../session/token-ends.rules';

export const TOKEN_SHOWS = ['all', 'unused', 'ending'] as const;
export type TokenShow = (typeof TOKEN_SHOWS)[number];

const UNUSED_MS = 90 * 86_400_000;

/** Nobody seems to need it: not used for so long, counted from when it was made where it never was. */
export const isUnused = (token: ApiToken, now: number): boolean =>
  now - Date.parse(token.lastUsedAt ?? token.createdAt) >= UNUSED_MS;

export function shownTokens(tokens: readonly ApiToken[], show: TokenShow, now: number): readonly ApiToken[] {
  const live = tokens.filter((token) => works(token, now));
  if (show === 'unused') return live.filter((token) => isUnused(token, now));
  if (show !== 'ending') return live;
  // The next to end first.
  return live
    .filter((token) => endsSoon(token, now))
    .sort((a, b) => Date.parse(a.expiresAt) - Date.parse(b.expiresAt));
}
