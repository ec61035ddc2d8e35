import type { FactorRule, User } from '../generated/api/models';

/** Whom a rule concerns: people who can sign in. */
export const needsFactor = (rule: FactorRule, user: User): boolean =>
  user.kind === 'person' &&
  !user.disabled &&
  (rule === 'everybody' || (rule === 'admins' && user.role === 'admin'));

export interface FactorNeed {
  readonly needed: readonly User[];
  /** Who would have to set one up at the next sign-in. */
  readonly without: readonly User[];
}

export function factorNeed(
  rule: FactorRule,
  users: readonly User[],
  owners: ReadonlySet<string>,
): FactorNeed {
  const needed = users.filter((user) => needsFactor(rule, user));
  return { needed, without: needed.filter(({ userId }) => !owners.has(userId)) };
}
