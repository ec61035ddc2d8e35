import { type Group } from './grouping.rules.js';
import { isAbove } from './policy.js';

/** No sender can have it: the keys of groups are digests. */
export const STORM_KEY = 'storm';

export interface Divided<G> {
  readonly own: readonly G[];
  /** One group a team, in which all that is too much rings as one. */
  readonly storms: readonly Group[];
}

/**
 * A phone that rings for the hundredth time tells nobody anything. Above the limit what is new joins one storm of its
 * team, and rings by the rules of the team; what is critical always has an escalation of its own.
 */
export function divided<G extends { readonly group: Group }>(
  opening: readonly G[],
  live: ReadonlyMap<string, number>,
  stormAfter: number,
): Divided<G> {
  const counts = new Map(live);
  const own: G[] = [];
  const rest: Group[] = [];
  for (const one of opening) {
    const { group } = one;
    const count = counts.get(group.teamId) ?? 0;
    if (maySurge(group) && count >= stormAfter) rest.push(group);
    else {
      own.push(one);
      counts.set(group.teamId, count + 1);
    }
  }
  const byTeam = [...Map.groupBy(rest, ({ teamId }) => teamId)];
  return { own, storms: byTeam.map(([teamId, groups]) => stormOf(teamId, groups, stormAfter)) };
}

export const maySurge = (group: Group): boolean =>
  group.groupKey !== STORM_KEY && group.severity !== 'critical';

function stormOf(teamId: string, groups: readonly Group[], stormAfter: number): Group {
  const worst = groups.reduce((max, group) => (isAbove(group.severity, max.severity) ? group : max));
  return {
    key: `${teamId} ${STORM_KEY}`,
    teamId,
    groupKey: STORM_KEY,
    // Whatever each would have rung by: one storm rings by the team's own rules.
    policyId: undefined,
    severity: worst.severity,
    title: `Alert storm: more than ${stormAfter} escalations at once; then ${worst.title}`,
    message: worst.message,
    facts: groups.flatMap(({ facts }) => facts),
  };
}
