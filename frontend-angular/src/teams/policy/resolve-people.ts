import type { Duty, Target, Team, User } from '../../generated/api/models';
import type { RehearsedPerson } from './rehearsal';

/** Who a step means right now: people, the ringing members of teams, who is on duty. Each person once. */
export function resolvePeople(
  targets: readonly Target[],
  users: readonly User[],
  teams: readonly Team[],
  duties: readonly Duty[],
): readonly RehearsedPerson[] {
  const found = new Map<string, RehearsedPerson>();
  const add = (userId: string, name: string): void => {
    if (!found.has(userId)) found.set(userId, { userId, name });
  };
  for (const { kind, id } of targets) {
    if (kind === 'user') {
      const user = users.find((one) => one.userId === id && !one.disabled);
      if (user !== undefined) add(user.userId, user.name);
    } else if (kind === 'team') {
      for (const member of teams.find((team) => team.teamId === id)?.members ?? []) {
        if (member.role !== 'observer' && !member.disabled) add(member.userId, member.name);
      }
    } else {
      const shift = duties.find((duty) => duty.scheduleId === id)?.now;
      if (shift !== undefined) add(shift.userId, shift.userName);
    }
  }
  return [...found.values()];
}
