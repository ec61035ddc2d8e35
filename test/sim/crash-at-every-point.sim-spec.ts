import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { nightWith } from './crash-at-every-point.js';
import type { Point } from './life.js';
import type { Replica } from './replica.js';
import { Simulation } from './simulation.js';

/** Every so manyth point; `npm run prove` takes all of them. */
const STRIDE = Number(process.env['BARRY_SIM_STRIDE'] ?? 40);
/** Only these, as `970-974`: a long proof goes on where it stopped. */
const [FIRST = 1, LAST = Infinity] = (process.env['BARRY_SIM_POINTS'] ?? '1').split('-').map(Number);

let simulation: Simulation;
beforeAll(async () => {
  simulation = await Simulation.open();
}, 180_000);
afterAll(() => simulation.close());

it(`keeps every promise when a replica dies before or after an await of three steps (every ${STRIDE}th)`, async () => {
  const whole = await nightWith(simulation);
  expect(whole.broken).toEqual([]);
  // Three calls, each with a start, its proofs and an end.
  expect(whole.transitions).toBeGreaterThan(15);
  const broken: string[] = [];
  for (let index = FIRST; index <= Math.min(LAST, whole.passed); index += STRIDE)
    for (const what of ['crash-before', 'crash-after'] as const) {
      const verdict = await nightWith(simulation, { index, what });
      broken.push(...verdict.broken.map((one) => `${what} ${index} of ${whole.passed}: ${one}`));
    }
  expect(broken).toEqual([]);
}, 3_600_000);

/** The way to the provider; and the moment in which a message has been claimed, before it is sent. */
function momentsOf(where: 'sending' | 'claimed'): (point: Point, replica: Replica) => boolean {
  const claiming = new Set<number>();
  return ({ kind, what }, { index }) => {
    if (where === 'sending') return kind === 'send';
    // Asked only about what was claimed.
    if (what.startsWith('select id from ring_sessions')) claiming.add(index);
    return kind === 'commit' && claiming.delete(index);
  };
}

it.each(['sending', 'claimed'] as const)(
  'keeps every promise when a replica stands still with a message in its hands (%s)',
  async (where) => {
    const whole = await nightWith(simulation, undefined, momentsOf(where));
    expect(whole.passed).toBeGreaterThan(2);
    const broken: string[] = [];
    for (let index = 1; index <= whole.passed; index += 1) {
      const verdict = await nightWith(simulation, { index, what: 'freeze' }, momentsOf(where));
      broken.push(...verdict.broken.map((one) => `${index} of ${whole.passed}: ${one}`));
    }
    expect(broken).toEqual([]);
  },
  1_800_000,
);
