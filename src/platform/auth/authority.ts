import { DomainError } from '../errors/domain-error.js';
import type { Caller, OrgRoleName, ScopeName, TeamRoleName } from './caller.js';

/** One line of the role table: the least role in the organisation, or else in the team, that has the right. */
export interface RightRule {
  readonly scope: ScopeName;
  readonly org: OrgRoleName;
  /** Present: who lacks the role in the organisation may have it in the team that owns the thing. */
  readonly team?: TeamRoleName;
}
export type RightsTable = Readonly<Record<string, RightRule>>;

export class Forbidden extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'FORBIDDEN';
}
export class Unauthenticated extends DomainError {
  readonly kind = 'unauthenticated';
  readonly code = 'UNAUTHENTICATED';
}

const ORG_RANK: Readonly<Record<OrgRoleName, number>> = { 'read-only': 1, member: 2, admin: 3 };
const TEAM_RANK: Readonly<Record<TeamRoleName, number>> = { observer: 1, responder: 2, owner: 3 };

/** Answers "may they?" from the role table. The guard asks for the operation, services for the team of the thing. */
export class Authority {
  constructor(private readonly table: RightsTable) {}

  ruleOf(right: string): RightRule {
    const rule = this.table[right];
    if (!rule) throw new Error(`The role table has no line for "${right}"`);
    return rule;
  }

  /** `teamId` is the team that owns the thing; without it, only what holds everywhere counts. */
  may(caller: Caller, right: string, teamId?: string): boolean {
    if (caller.kind === 'house') return true;
    const rule = this.ruleOf(right);
    if (!caller.orgRole || !caller.scopes.has(rule.scope)) return false;
    if (ORG_RANK[caller.orgRole] >= ORG_RANK[rule.org]) return true;
    // Whoever is read-only in the organisation stays so in its teams.
    if (!rule.team || caller.orgRole === 'read-only' || teamId === undefined) return false;
    const role = caller.teams.get(teamId);
    return role !== undefined && TEAM_RANK[role] >= TEAM_RANK[rule.team];
  }

  /** At the door, before the team of the thing is known. */
  mayAnywhere(caller: Caller, right: string): boolean {
    return (
      this.may(caller, right) || [...caller.teams.keys()].some((teamId) => this.may(caller, right, teamId))
    );
  }

  /** @throws Forbidden */
  require(caller: Caller, right: string, teamId?: string): void {
    if (!this.may(caller, right, teamId)) throw new Forbidden('You may not do this', { right });
  }
}
