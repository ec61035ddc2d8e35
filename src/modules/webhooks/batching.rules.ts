/** Rows of one transaction: more would hold their locks for too long. */
export const LARGEST_BATCH = 256;
/** While one is being written the next one fills: many small ones cost both processors more, and wait for each other's rows. */
export const AT_ONCE = 2;
/** With fewer it is not worth a transaction of its own while another one goes on. */
export const WORTH_ANOTHER = 16;
/** So long one goes on alone; then it waits for something, and nobody is to wait for it. */
export const SLOW_MS = 50;

export interface UnderWay {
  readonly batches: number;
  /** How many deliveries the last of them holds. */
  readonly lastHolds: number;
  /** Since it began. */
  readonly lastForMs: number;
}

/**
 * The first begins at once. Another one beside it when as many wait as that one holds: then the server prepares while
 * the database writes, and neither is half empty; or when the one before it is slow (ADR 0033).
 */
export function mayBegin(underWay: UnderWay, waiting: number, connections: number): boolean {
  if (waiting === 0) return false;
  if (underWay.batches === 0) return true;
  if (underWay.batches >= Math.min(AT_ONCE, connections)) return false;
  return waiting >= Math.max(WORTH_ANOTHER, underWay.lastHolds) || underWay.lastForMs >= SLOW_MS;
}
