import type { PhoneCost } from '../../platform/config/config.schema.js';

/** All teams together. */
export const ALL_TEAMS = '';

export interface Spent {
  /** Absent: of a call for nobody's team. */
  readonly teamId: string | undefined;
  readonly cost: number;
}

export interface Cap {
  /** A team's id, or all of them. */
  readonly team: string;
  readonly cap: number;
  readonly cost: number;
}

/** Of each minute that was begun; nothing but the call itself where nobody picked up. */
export const costOf = (rates: PhoneCost | undefined, seconds: number): number =>
  rates ? rates.perCall + rates.perMinute * Math.ceil(seconds / 60) : 0;

/** The caps of one provider in one month, each with what was spent. */
export function capsOf(rates: PhoneCost | undefined, spent: readonly Spent[]): readonly Cap[] {
  const { monthlyCap, monthlyCapPerTeam } = rates ?? {};
  const whole = spent.reduce((sum, { cost }) => sum + cost, 0);
  return [
    ...(monthlyCap === undefined ? [] : [{ team: ALL_TEAMS, cap: monthlyCap, cost: whole }]),
    ...(monthlyCapPerTeam === undefined
      ? []
      : spent.flatMap(({ teamId, cost }) =>
          teamId === undefined ? [] : [{ team: teamId, cap: monthlyCapPerTeam, cost }],
        )),
  ];
}

export const isPassed = ({ cap, cost }: Cap): boolean => cost > cap;

/**
 * Who calls. A passed cap moves calls below critical to a provider that has room, if it is to; where none has, they
 * are made all the same: a telephone may be somebody's last channel.
 */
export function callerOf<Provider extends { readonly name: string }>(
  byPriority: readonly Provider[],
  isCritical: boolean,
  isBlocked: (name: string) => boolean,
): Provider | undefined {
  const [first] = byPriority;
  return isCritical ? first : (byPriority.find(({ name }) => !isBlocked(name)) ?? first);
}

export const monthOf = (at: Date): string => at.toISOString().slice(0, 7);
