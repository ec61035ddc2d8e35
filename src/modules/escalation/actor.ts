import type { Caller } from '../../platform/auth/caller.js';

/** Who did it, for the log. Absent: the engine. */
export interface Actor {
  readonly userId?: string | undefined;
  readonly name: string;
}

export const actorOf = (caller: Caller): Actor => ({ userId: caller.userId, name: caller.name });
