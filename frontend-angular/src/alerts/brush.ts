/** Buckets of the histogram: from the first up to, and not with, the last. */
export interface Brush {
  readonly first: number;
  readonly last: number;
}

/** Two places on the chart, as shares of its width, in whichever order they were touched. */
export function brushOf(a: number, b: number, buckets: number): Brush {
  const [from, until] = a < b ? [a, b] : [b, a];
  const first = Math.min(buckets - 1, Math.max(0, Math.floor(from * buckets)));
  const last = Math.min(buckets, Math.max(first + 1, Math.ceil(until * buckets)));
  return { first, last };
}

/** One end moved by so many buckets; it does not pass the other one. */
export function moved({ first, last }: Brush, end: 'first' | 'last', by: number, buckets: number): Brush {
  return end === 'first'
    ? { first: Math.min(last - 1, Math.max(0, first + by)), last }
    : { first, last: Math.max(first + 1, Math.min(buckets, last + by)) };
}

export interface Span {
  readonly from: string;
  readonly until: string;
}

/** The time that the buckets stand for. */
export function spanOf({ first, last }: Brush, startMs: number, bucketMs: number): Span {
  return {
    from: new Date(startMs + first * bucketMs).toISOString(),
    until: new Date(startMs + last * bucketMs).toISOString(),
  };
}

/** Where a span lies on the chart; undefined where none of it does: time goes on, and the chart with it. */
export function brushAt(span: Span, startMs: number, bucketMs: number, buckets: number): Brush | undefined {
  const place = (at: string): number => (Date.parse(at) - startMs) / bucketMs;
  const first = Math.max(0, Math.floor(place(span.from) + 1e-6));
  const last = Math.min(buckets, Math.ceil(place(span.until) - 1e-6));
  return first < last ? { first, last } : undefined;
}
