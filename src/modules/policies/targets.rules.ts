import type { Member } from '../people/index.js';
import type { Target } from './policies.dto.js';

/** Who and what the targets of a step could mean, at one instant. */
export interface TargetWorld {
  readonly isActive: (userId: string) => boolean;
  readonly membersOf: (teamId: string) => readonly Member[];
  readonly onDutyOf: (scheduleId: string) => string | undefined;
}

export type Absence =
  | { readonly why: 'disabled'; readonly userId: string }
  | { readonly why: 'nobody-on-duty'; readonly scheduleId: string }
  | { readonly why: 'team-empty'; readonly teamId: string };

export interface Expanded {
  /** As listed, each once. */
  readonly userIds: readonly string[];
  readonly absences: readonly Absence[];
}

/** Targets become people. A team means its owners and responders; observers never ring. */
export function expanded(targets: readonly Target[], world: TargetWorld): Expanded {
  const found = targets.map((target) => ofTarget(target, world));
  return {
    userIds: [...new Set(found.flatMap((one) => one.userIds))],
    absences: found.flatMap((one) => one.absences),
  };
}

function ofTarget(target: Target, world: TargetWorld): Expanded {
  switch (target.kind) {
    case 'user':
      return world.isActive(target.id)
        ? { userIds: [target.id], absences: [] }
        : { userIds: [], absences: [{ why: 'disabled', userId: target.id }] };
    case 'schedule': {
      const userId = world.onDutyOf(target.id);
      return userId === undefined
        ? { userIds: [], absences: [{ why: 'nobody-on-duty', scheduleId: target.id }] }
        : { userIds: [userId], absences: [] };
    }
    case 'team':
      return ofTeam(target.id, world.membersOf(target.id));
  }
}

function ofTeam(teamId: string, members: readonly Member[]): Expanded {
  const callable = members.filter((member) => member.role !== 'observer');
  const userIds = callable.filter((member) => !member.disabled).map((member) => member.userId);
  const disabled = callable.filter((member) => member.disabled);
  return {
    userIds,
    absences: [
      ...disabled.map(({ userId }) => ({ why: 'disabled' as const, userId })),
      ...(userIds.length === 0 ? [{ why: 'team-empty' as const, teamId }] : []),
    ],
  };
}
