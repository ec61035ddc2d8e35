import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DIRECTED } from './directed-nights.js';
import { writeVerdict } from './seeds.js';
import { Simulation } from './simulation.js';

let simulation: Simulation;
beforeAll(async () => {
  simulation = await Simulation.open();
}, 240_000);
afterAll(() => simulation.close());

it.each(Object.entries(DIRECTED))(
  'keeps every promise when %s',
  async (_, night) => {
    const startedAt = performance.now();
    const verdict = await night(simulation);
    writeVerdict(verdict, performance.now() - startedAt);
    expect(verdict.broken).toEqual([]);
  },
  180_000,
);
