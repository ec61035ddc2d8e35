/** Better somebody else's line than a longer wait. */
export const LONGEST_WAIT_MS = 3_000;

/** A telephone provider, with the instant at which it takes its next call. */
export interface Line {
  readonly instance: string;
  /** Between two calls; 0 where the provider knows no bound. */
  readonly everyMs: number;
  readonly nextMs: number;
}

export interface Place {
  readonly instance: string;
  readonly atMs: number;
}

/**
 * The first line, in the order that is preferred, that takes a call within three seconds; none where all have more to
 * do than that.
 */
export function placeOn(lines: readonly Line[], nowMs: number): Place | undefined {
  const free = lines.find(({ nextMs }) => nextMs - nowMs <= LONGEST_WAIT_MS);
  return free && { instance: free.instance, atMs: Math.max(free.nextMs, nowMs) };
}

/**
 * When those for whom there is no place yet should ask again: all at the same instant, the first at which there is one
 * more place, so that the critical one among them comes first, however late it came.
 */
export const askAgainMs = (lines: readonly Line[], nowMs: number): number =>
  Math.max(nowMs + 1, Math.min(...lines.map(({ nextMs }) => nextMs)) - LONGEST_WAIT_MS);

/** After a call was placed on one of them. */
export const taken = (lines: readonly Line[], place: Place): readonly Line[] =>
  lines.map((line) =>
    line.instance === place.instance ? { ...line, nextMs: place.atMs + line.everyMs } : line,
  );
