export const DURATION_UNITS = ['s', 'min', 'h', 'd'] as const;
export type DurationUnit = (typeof DURATION_UNITS)[number];

const SECONDS: Readonly<Record<DurationUnit, number>> = { s: 1, min: 60, h: 3600, d: 86_400 };

/** As a person would write it: the largest unit of which it is a whole number. */
export function durationParts(seconds: number): { readonly count: number; readonly unit: DurationUnit } {
  const unit = DURATION_UNITS.findLast((one) => seconds % SECONDS[one] === 0) ?? 's';
  return seconds === 0 ? { count: 0, unit: 'min' } : { count: seconds / SECONDS[unit], unit };
}

export const durationSeconds = (count: number, unit: DurationUnit): number =>
  Math.round(count * SECONDS[unit]);
