import type { StepCandidates } from '../policies/index.js';

/**
 * How a step came to its people when it was looked for: the shifts that named them, and who was left out and why.
 * Kept beside the log row for whoever asks later; duty rosters and teams change, what was seen does not.
 */
export interface StepLookup {
  readonly applies: boolean;
  readonly shifts: readonly {
    readonly scheduleId: string;
    readonly userId: string;
    readonly from: string;
    readonly until: string;
    readonly override: boolean;
  }[];
  readonly absences: StepCandidates['absences'];
}

/** Most steps have nothing to tell: then nothing is kept. */
export const isWorthKeeping = (lookup: readonly StepLookup[]): boolean =>
  lookup.some(({ applies, shifts, absences }) => !applies || shifts.length + absences.length > 0);

export const lookupOf = ({ applies, shifts, absences }: StepCandidates): StepLookup => ({
  applies,
  shifts: shifts.map(({ scheduleId, userId, from, until, override }) => ({
    scheduleId,
    userId,
    from: from.toISOString(),
    until: until.toISOString(),
    override,
  })),
  absences,
});
