import { availableParallelism, loadavg } from 'node:os';

/** Milliseconds from `from` until it is done. */
export async function timeUntil(from: number, work: Promise<unknown>): Promise<number> {
  await work;
  return Date.now() - from;
}

/**
 * The limit as it is promised; more only on a machine that is busy with other work, which says nothing about us.
 * The suite alone keeps a load of two for each core at most.
 */
export function limit(ms: number): number {
  const [load = 0] = loadavg();
  return ms * Math.max(1, load / (2 * availableParallelism()));
}

/** Printed with every run, so that nobody has to believe. */
export function tell(what: string): void {
  console.log(`${what} (load ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores)`);
}
