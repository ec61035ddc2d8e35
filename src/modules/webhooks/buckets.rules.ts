/** A bucket that fills at `perMinute` up to `size`. */
export interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}
export interface BucketSize {
  readonly perMinute: number;
  readonly size: number;
}

/** What is left after taking; undefined where there is not enough, which takes nothing. */
export function taken(
  held: Bucket | undefined,
  { perMinute, size }: BucketSize,
  cost: number,
  nowMs: number,
): Bucket | undefined {
  const filled = held ? held.tokens + (Math.max(0, nowMs - held.atMs) * perMinute) / 60_000 : size;
  const tokens = Math.min(size, filled) - cost;
  return tokens < 0 ? undefined : { tokens, atMs: nowMs };
}
