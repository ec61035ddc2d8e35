import type { Member } from '../people/index.js';
import type { Shift } from '../schedules/index.js';
import type { Target } from './policies.dto.js';

/** Who and what the targets of a step could mean, at one instant. */
export interface TargetWorld {
  readonly isActive: (userId: string) => boolean;
  readonly membersOf: (teamId: string) => readonly Member[];
  readonly onDutyOf: (scheduleId: string) => Shift | undefined;
}

export type Absence =
  | { readonly why: 'disabled' | 'observer'; readonly userId: string }
  | { readonly why: 'nobody-on-duty'; readonly scheduleId: string }
  | { readonly why: 'team-empty'; readonly teamId: string };

/** By which shift somebody is among them. */
export interface OnDuty extends Shift {
  readonly scheduleId: string;
}

export interface Expanded {
  /** As listed, each once. */
  readonly userIds: readonly string[];
  readonly absences: readonly Absence[];
  readonly shifts: readonly OnDuty[];
}

/** Targets become people. A team means its owners and responders; observers never ring. */
export function expanded(targets: readonly Target[], world: TargetWorld): Expanded {
  const found = targets.map((target) => ofTarget(target, world));
  return {
    userIds: [...new Set(found.flatMap((one) => one.userIds))],
    absences: found.flatMap((one) => one.absences),
    shifts: found.flatMap((one) => one.shifts),
  };
}

function ofTarget(target: Target, world: TargetWorld): Expanded {
  switch (target.kind) {
    case 'user':
      return world.isActive(target.id)
        ? { userIds: [target.id], absences: [], shifts: [] }
        : { userIds: [], absences: [{ why: 'disabled', userId: target.id }], shifts: [] };
    case 'schedule': {
      const shift = world.onDutyOf(target.id);
      return shift === undefined
        ? { userIds: [], absences: [{ why: 'nobody-on-duty', scheduleId: target.id }], shifts: [] }
        : { userIds: [shift.userId], absences: [], shifts: [{ scheduleId: target.id, ...shift }] };
    }
    case 'team':
      return ofTeam(target.id, world.membersOf(target.id));
  }
}

function ofTeam(teamId: string, members: readonly Member[]): Expanded {
  // Service accounts have their rights by a team, and are nobody to call.
  const people = members.filter((member) => member.kind === 'person');
  const callable = people.filter((member) => member.role !== 'observer');
  const userIds = callable.filter((member) => !member.disabled).map((member) => member.userId);
  const disabled = callable.filter((member) => member.disabled);
  const observers = people.filter((member) => member.role === 'observer');
  return {
    userIds,
    shifts: [],
    absences: [
      ...observers.map(({ userId }) => ({ why: 'observer' as const, userId })),
      ...disabled.map(({ userId }) => ({ why: 'disabled' as const, userId })),
      ...(userIds.length === 0 ? [{ why: 'team-empty' as const, teamId }] : []),
    ],
  };
}
