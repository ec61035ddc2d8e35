import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Simulation } from './simulation.js';

/** With crashes, cut connections, a provider in trouble, and none of these. */
const SEEDS = [4, 16, 20, 33, 46] as const;

let simulation: Simulation;
beforeAll(async () => {
  simulation = await Simulation.open();
}, 240_000);
afterAll(() => simulation.close());

it('replays exactly what a seed has done, whatever was run before it', async () => {
  const first = [];
  for (const seed of SEEDS) first.push(await simulation.run(seed));
  const again = [];
  for (const seed of [...SEEDS].reverse()) again.push(await simulation.run(seed));
  expect(again.reverse().map(({ hash }) => hash)).toEqual(first.map(({ hash }) => hash));
  expect(new Set(first.map(({ hash }) => hash)).size).toBe(SEEDS.length);
  // A night in which nothing happened would repeat itself, too.
  expect(first.reduce((sum, { transitions }) => sum + transitions, 0)).toBeGreaterThan(100);
}, 600_000);
