/** Rows of one transaction: more would hold their locks for too long. */
export const LARGEST_BATCH = 256;
/**
 * While one is being written the next one fills: two half as large cost a third more of both processors' time, and wait
 * for each other's rows.
 */
export const AT_ONCE = 2;
/** So long one goes on alone; then it waits for something, and nobody is to wait for it. */
export const SLOW_MS = 50;

export interface UnderWay {
  readonly batches: number;
  /** Since the last of them began. */
  readonly lastForMs: number;
}

/** The first begins at once; another beside it when it would be full, or the one before it is slow (ADR 0021). */
export function mayBegin(underWay: UnderWay, waiting: number, connections: number): boolean {
  if (waiting === 0) return false;
  if (underWay.batches === 0) return true;
  if (underWay.batches >= Math.min(AT_ONCE, connections)) return false;
  return waiting >= LARGEST_BATCH || underWay.lastForMs >= SLOW_MS;
}
