import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Simulation, type Verdict } from './simulation.js';

/** In `npm test`; `npm run prove` and `npm run sim` say which. */
const USUAL = 60;
const {
  BARRY_SIM_SEEDS: given,
  BARRY_SIM_REPORT: report,
  BARRY_SIM_TRACE: isTraced,
  // By all files; otherwise one has them all.
  BARRY_SIM_SHARED: isShared,
  // One broken promise is all that a planted fault has to show.
  BARRY_SIM_UNTIL_BROKEN: isUntilBroken,
} = process.env;

/** Files of tests, so that two workers have about as much to do. */
const SHARES = given && !isShared ? 1 : 4;

function seedsOf(share: number): readonly number[] {
  const [from = 1, to = from] = (given ?? `1-${USUAL}`).split('-').map(Number);
  const all = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return all.filter((_, index) => index % SHARES === share);
}

/** One test for each seed of a share. */
export function simulateSeeds(share: number): void {
  let simulation: Simulation;
  let isBroken = false;
  beforeAll(async () => {
    simulation = await Simulation.open();
  }, 180_000);
  afterAll(() => simulation.close());

  describe('three replicas, whatever goes wrong', () => {
    it.each(seedsOf(share).map((seed) => [seed] as const))(
      'keep every promise (seed %i)',
      async (seed) => {
        if (isUntilBroken && isBroken) return;
        const startedAt = performance.now();
        const verdict = await simulation.run(seed);
        writeVerdict(verdict, performance.now() - startedAt);
        isBroken ||= verdict.broken.length > 0;
        expect(verdict.broken).toEqual([]);
      },
      // A second where nobody else works.
      180_000,
    );
  });
}

export function writeVerdict({ lines, ...verdict }: Verdict, ms: number): void {
  if (!report) return;
  const line = { ...verdict, ms: Math.round(ms), ...(isTraced && { lines }) };
  appendFileSync(report, `${JSON.stringify(line)}\n`);
}
