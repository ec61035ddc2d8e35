import type { Duty, DutyShift } from '../../generated/api/models';

export interface MyDuty {
  /** On duty now: until the last of the shifts that are mine ends. */
  readonly until?: string;
  readonly from?: string;
  readonly where: readonly string[];
  /** Whoever takes over from me. */
  readonly successor?: DutyShift;
  /** Not on duty: my next shift. */
  readonly next?: { readonly shift: DutyShift; readonly schedule: string };
}

export function myDuty(duties: readonly Duty[], me: string): MyDuty {
  const mine = duties.filter(({ now }) => now?.userId === me);
  const last = mine.reduce<Duty | undefined>(
    (latest, duty) => (!latest?.now || (duty.now && duty.now.until > latest.now.until) ? duty : latest),
    undefined,
  );
  const coming = duties
    .flatMap(({ next, scheduleName }) =>
      next?.userId === me ? [{ shift: next, schedule: scheduleName }] : [],
    )
    .sort((a, b) => a.shift.from.localeCompare(b.shift.from))[0];
  return {
    where: mine.map(({ scheduleName }) => scheduleName),
    ...(last?.now && { from: last.now.from, until: last.now.until }),
    ...(last?.next && last.next.userId !== me && { successor: last.next }),
    ...(coming && { next: coming }),
  };
}

/** As far as was known when a server last answered. */
export const isOnDuty = (duties: readonly Duty[], me: string, now: number): boolean =>
  duties.some((duty) => duty.now?.userId === me && Date.parse(duty.now.until) > now);
