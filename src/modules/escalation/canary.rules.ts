/** Who has missed so many is dead. */
const MISSED = 3;

/** One public address, and what is known of the alerts that went through it. */
export interface CanaryAddress {
  readonly url: string;
  /** Since when we have tried without a gap. */
  readonly since: Date;
  readonly postedAt: Date | undefined;
  /** Why the last alert could not be posted. */
  readonly failure: string | undefined;
  /** When an alert that came through here last made a canary ring. */
  readonly provedAt: Date | undefined;
}

/** Since the last proof; while there is none, or nobody tried for a time, since we try. */
export function canaryAgeSeconds({ since, provedAt }: CanaryAddress, now: Date): number {
  const last = provedAt && provedAt > since ? provedAt : since;
  return Math.max(0, now.getTime() - last.getTime()) / 1000;
}

export const isCanaryDead = (address: CanaryAddress, everySeconds: number, now: Date): boolean =>
  canaryAgeSeconds(address, now) > MISSED * everySeconds;

/** Whose turn it is: one at a time, so that a ring says which address it came through. */
export function nextCanary(
  addresses: readonly CanaryAddress[],
  everySeconds: number,
  now: Date,
): CanaryAddress | undefined {
  const dueBefore = now.getTime() - everySeconds * 1000;
  const waited = ({ postedAt }: CanaryAddress): number => postedAt?.getTime() ?? -Infinity;
  return addresses
    .filter((address) => waited(address) <= dueBefore)
    .sort((a, b) => (waited(a) < waited(b) ? -1 : waited(a) > waited(b) ? 1 : 0))[0];
}
