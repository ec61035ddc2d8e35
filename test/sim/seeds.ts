import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Simulation, type Verdict } from './simulation.js';

/** In `npm test`, by both files; `npm run prove` and `npm run sim` say which. */
const USUAL = 100;
const { BARRY_SIM_SEEDS: given, BARRY_SIM_REPORT: report, BARRY_SIM_TRACE: isTraced } = process.env;

function seedsOf(share: number, shares: number): readonly number[] {
  const [from = 1, to = from] = (given ?? `1-${USUAL}`).split('-').map(Number);
  const all = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return all.filter((_, index) => index % shares === share);
}

/** One test for each of so many seeds. */
export function simulateSeeds(share: number, shares: number): void {
  let simulation: Simulation;
  beforeAll(async () => {
    simulation = await Simulation.open();
  }, 60_000);
  afterAll(() => simulation.close());

  describe('three replicas, whatever goes wrong', () => {
    it.each(seedsOf(share, shares).map((seed) => [seed] as const))(
      'keep every promise (seed %i)',
      async (seed) => {
        const startedAt = performance.now();
        const verdict = await simulation.run(seed);
        write(verdict, performance.now() - startedAt);
        expect(verdict.broken).toEqual([]);
      },
      60_000,
    );
  });
}

function write({ lines, ...verdict }: Verdict, ms: number): void {
  if (!report) return;
  const line = { ...verdict, ms: Math.round(ms), ...(isTraced && { lines }) };
  appendFileSync(report, `${JSON.stringify(line)}\n`);
}
