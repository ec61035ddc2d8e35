import { nounOf } from './readable-kinds.rules.js';
import type { EventRow } from './timeline.rows.js';

/** Further behind than this, reading everything anew is quicker. */
export const TOO_FAR_BEHIND = 10_000;

export interface Watcher {
  readonly userId?: string | undefined;
  readonly teamIds?: readonly string[] | undefined;
  readonly incidentId?: string | undefined;
  /** Of which news they may read; without it, of all. */
  readonly nouns?: ReadonlySet<string> | undefined;
}

/** May they see it, and did they ask for it? What is meant for oneself passes every filter. */
export function concerns(
  event: Pick<EventRow, 'kind' | 'audience' | 'team_ids' | 'incident_id'>,
  watcher: Watcher,
): boolean {
  // No filter, and nothing meant for oneself, gets past what a token was given.
  if (watcher.nouns && !watcher.nouns.has(nounOf(event.kind))) return false;
  if (event.audience !== null) return watcher.userId !== undefined && event.audience.includes(watcher.userId);
  if (watcher.incidentId !== undefined) return event.incident_id === watcher.incidentId;
  if (watcher.teamIds === undefined || watcher.teamIds.length === 0) return true;
  return event.team_ids.some((teamId) => watcher.teamIds?.includes(teamId));
}

/** Where to go on: after what was seen, unless that is too long ago or not of this log. */
export function startOf(
  after: bigint | undefined,
  last: bigint,
): { readonly from: bigint; readonly mustReload: boolean } {
  if (after === undefined) return { from: last, mustReload: false };
  const mustReload = after > last || last - after > BigInt(TOO_FAR_BEHIND);
  return { from: mustReload ? last : after, mustReload };
}
