import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Simulation } from './simulation.js';

/** With crashes, cut connections, a provider in trouble, and none of these. */
const SEEDS = [4, 16, 20, 33, 46] as const;

let first: Simulation;
let other: Simulation;
beforeAll(async () => {
  first = await Simulation.open();
  other = await Simulation.open();
}, 240_000);
afterAll(async () => {
  await first.close();
  await other.close();
});

it('replays exactly what a seed has done, whatever was run before it, on this database and on another', async () => {
  const done = [];
  for (const seed of SEEDS) done.push(await first.run(seed));
  const hashes = done.map(({ hash }) => hash);
  const again = [];
  for (const seed of [...SEEDS].reverse()) again.push(await first.run(seed));
  expect(again.reverse().map(({ hash }) => hash)).toEqual(hashes);
  const elsewhere = [];
  for (const seed of [...SEEDS].reverse()) elsewhere.push(await other.run(seed));
  expect(elsewhere.reverse().map(({ hash }) => hash)).toEqual(hashes);
  expect(new Set(hashes).size).toBe(SEEDS.length);
  // A night in which nothing happened would repeat itself, too.
  expect(done.reduce((sum, { transitions }) => sum + transitions, 0)).toBeGreaterThan(100);
}, 600_000);
