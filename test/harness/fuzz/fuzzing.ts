import fc from 'fast-check';
import type { Finding } from './rest-asker.js';

export interface Fuzzing<T> {
  readonly seed: number;
  readonly count: number;
  readonly requests: fc.Arbitrary<T>;
  readonly ask: (request: T, i: number) => Promise<Finding | undefined>;
}

const AT_ONCE = 16;
/** So many are thought out at a time. */
const SOME = 500;
/** Whoever has found so many has enough to do. */
const ENOUGH = 12;

/** Sends as many as were asked for, many at once; gives back what is wrong with the answers, each fault once. */
export async function fuzz<T>({ seed, count, requests, ask }: Fuzzing<T>): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (let start = 0; start < count && found.length < ENOUGH; start += SOME) {
    const some = fc.sample(requests, { numRuns: Math.min(SOME, count - start), seed: seed + start });
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < some.length && found.length < ENOUGH) {
        const i = next++;
        const finding = await ask(some[i] as T, start + i);
        if (finding && !found.some((one) => one.faults[0] === finding.faults[0])) found.push(finding);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
  return found;
}
