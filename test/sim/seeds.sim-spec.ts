import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Simulation } from './simulation.js';

let simulation: Simulation;
beforeAll(async () => {
  simulation = await Simulation.open();
}, 60_000);
afterAll(() => simulation.close());

it('x', async () => {
  const out: string[] = [];
  for (let round = 1; round <= Number(process.env['ROUNDS'] ?? 1); round += 1) for (let seed = Number(process.env['FROM'] ?? 1); seed <= Number(process.env['SEEDS'] ?? 3); seed += 1) {
    const t = performance.now(); const c = process.cpuUsage();
    const v = await simulation.run(seed);
    out.push(`${seed} ${v.hash} ${v.trouble} ${v.worldSeconds}s ${v.statements} st ${v.transitions} tr ${Math.round(performance.now() - t)}ms cpu ${Math.round(process.cpuUsage(c).user / 1000)}+${Math.round(process.cpuUsage(c).system / 1000)} points ${v.points} ${v.broken.join(' | ')}`);
    if (process.env['TRACE']) writeFileSync(`/tmp/trace-${process.env['TRACE']}-${seed}-${round}`, v.lines.join('\n'));
  }
  process.stdout.write(out.join('\n') + '\n');
  expect(1).toBe(1);
}, 600_000);
