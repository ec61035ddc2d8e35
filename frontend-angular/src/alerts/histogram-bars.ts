import { SEVERITIES, type Severity } from '../design/severity';

export type Counts = Readonly<Record<Severity, number>>;

export interface Bar {
  readonly severity: Severity;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The axis' upper end: the next 5, 10, 20, 50, 100 … above the highest bar. */
export function niceTop(list: readonly Counts[]): number {
  const most = Math.max(0, ...list.map(total));
  for (let decade = 5; ; decade *= 10) {
    const found = [decade, decade * 2, decade * 4].find((step) => step >= most);
    if (found !== undefined) return found;
  }
}

/** Stacked from the quiet severities up, so that the loud ones stand out on top. */
export function bars(
  list: readonly Counts[],
  width: number,
  height: number,
  offset: number,
  top: number,
): readonly Bar[] {
  const step = width / Math.max(1, list.length);
  const bar = Math.max(1, step - 2);
  return list.flatMap((counts, index) => {
    let y = height + offset;
    return [...SEVERITIES].reverse().flatMap((severity) => {
      const count = counts[severity];
      if (count === 0) return [];
      const high = (count / top) * height;
      y -= high;
      return [{ severity, x: round(index * step), y: round(y), width: round(bar), height: round(high) }];
    });
  });
}

const total = (counts: Counts): number => SEVERITIES.reduce((sum, severity) => sum + counts[severity], 0);
const round = (value: number): number => Math.round(value * 10) / 10;
