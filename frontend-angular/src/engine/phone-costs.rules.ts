import type { PhoneCap, PhoneCost, PhoneCostList } from '../generated/api/models';

export interface PhoneLine extends PhoneCost {
  readonly key: string;
  /** The tightest that concerns this line. */
  readonly cap: PhoneCap | undefined;
}

const isOf = (cap: PhoneCap, { notifier, teamId }: Pick<PhoneCost, 'notifier' | 'teamId'>): boolean =>
  cap.notifier === notifier && cap.teamId === teamId;

/** Each provider's teams; then, where it has a cap, all of them together. */
export function phoneLines({ costs, caps }: PhoneCostList): readonly PhoneLine[] {
  const teams = costs.map((cost): PhoneLine => ({
    ...cost,
    key: `${cost.notifier}/${cost.teamId ?? ''}/${cost.currency}`,
    cap: cost.teamId === undefined ? undefined : caps.find((cap) => isOf(cap, cost)),
  }));
  const whole = caps
    .filter(({ teamId }) => teamId === undefined)
    .map((cap): PhoneLine => {
      const own = costs.filter(
        ({ notifier, currency }) => notifier === cap.notifier && currency === cap.currency,
      );
      return {
        notifier: cap.notifier,
        calls: own.reduce((sum, { calls }) => sum + calls, 0),
        seconds: own.reduce((sum, { seconds }) => sum + seconds, 0),
        cost: cap.cost,
        currency: cap.currency,
        key: `${cap.notifier}/all`,
        cap,
      };
    });
  return [...teams, ...whole];
}
