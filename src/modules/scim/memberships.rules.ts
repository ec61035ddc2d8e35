import type { TeamRole } from '../people/index.js';

export interface Membership {
  readonly userId: string;
  readonly role: TeamRole;
  /** Made by a group; otherwise somebody has made it by hand, and it is theirs to end. */
  readonly isFromGroup: boolean;
}
export interface Granted {
  readonly userId: string;
  readonly role: TeamRole;
}
export interface MembershipChanges {
  readonly set: readonly Granted[];
  readonly remove: readonly string[];
}

const RANK: Readonly<Record<TeamRole, number>> = { observer: 1, responder: 2, owner: 3 };

/** What a team’s groups make of its memberships: of two roles the greater holds, and what was made by hand stays. */
export function membershipChanges(
  granted: readonly Granted[],
  current: readonly Membership[],
): MembershipChanges {
  const due = new Map<string, TeamRole>();
  for (const { userId, role } of granted) {
    const other = due.get(userId);
    if (other === undefined || RANK[role] > RANK[other]) due.set(userId, role);
  }
  const held = new Map(current.map((one) => [one.userId, one]));
  return {
    set: [...due].flatMap(([userId, role]) => {
      const one = held.get(userId);
      return one && (!one.isFromGroup || one.role === role) ? [] : [{ userId, role }];
    }),
    remove: current.flatMap(({ userId, isFromGroup }) => (isFromGroup && !due.has(userId) ? [userId] : [])),
  };
}
