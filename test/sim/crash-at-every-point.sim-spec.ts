import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { crashAt } from './crash-at-every-point.js';
import { Simulation } from './simulation.js';

/** Every so manyth point; `npm run prove` takes all of them. */
const STRIDE = Number(process.env['BARRY_SIM_STRIDE'] ?? 9);

let simulation: Simulation;
beforeAll(async () => {
  simulation = await Simulation.open();
}, 60_000);
afterAll(() => simulation.close());

it(`keeps every promise when a replica dies before or after an await of three steps (every ${STRIDE}th)`, async () => {
  const whole = await crashAt(simulation);
  expect(whole.broken).toEqual([]);
  // Three calls, each with a start, its proofs and an end.
  expect(whole.transitions).toBeGreaterThan(15);
  const broken: string[] = [];
  for (let index = 1; index <= whole.passed; index += STRIDE)
    for (const what of ['crash-before', 'crash-after'] as const) {
      const verdict = await crashAt(simulation, { index, what });
      broken.push(...verdict.broken.map((one) => `${what} ${index} of ${whole.passed}: ${one}`));
    }
  expect(broken).toEqual([]);
}, 3_600_000);
