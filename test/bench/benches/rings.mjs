import { setTimeout as pause } from 'node:timers/promises';
import { percentiles } from '../load.mjs';
import { grafanaBody } from '../organisation.mjs';
import { inRounds, middle } from '../rounds.mjs';

const ROUNDS = 5;
const RINGS = Number(process.env.BENCH_RINGS ?? 60);
const WARM = 20;

/** From the POST of an alert to its ring at the gateway, one after another: the house is idle when an alert comes. */
export const rings = {
  name: 'rings',
  async run(world) {
    const house = await world.house();
    await ringOneByOne(house, WARM, 'w');
    const all = await inRounds(ROUNDS, (round) => ringOneByOne(house, RINGS, `r${round}-`));
    const name = 'idle: alert POST → first ring at the gateway';
    return [
      { name: `${name}, p50`, unit: 'ms', ...middle(all.map(({ p50 }) => p50)), must: 30, aim: 8 },
      { name: `${name}, p99`, unit: 'ms', ...middle(all.map(({ p99 }) => p99)), must: 150, aim: 40 },
    ];
  },
};

async function ringOneByOne({ gateway, post, teams }, count, prefix) {
  const times = [];
  for (let i = 0; i < count; i += 1) {
    const { device, path } = teams[i % teams.length];
    const key = `${prefix}${i}`;
    const rung = gateway.next(device, 'ring');
    const from = performance.now();
    await post(path, grafanaBody(key, { group: `ring-${key}` }));
    times.push((await rung) - from);
    const cancelled = gateway.next(device, 'cancel');
    await post(path, grafanaBody(key, { group: `ring-${key}`, status: 'resolved' }));
    await cancelled;
    await pause(20);
  }
  return percentiles(times);
}
