import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuSeconds } from '../processor.mjs';

const WATCHED_MS = 20_000;

/** What a server takes that has nothing to do, with its loops and nobody looking. Linux only. */
export const idle = {
  name: 'idle',
  async run(world) {
    if (process.platform !== 'linux') return [];
    const { server } = await world.house({ teams: 0 });
    await pause(5_000);
    const [before, from] = [cpuSeconds(server.pid), performance.now()];
    await pause(WATCHED_MS);
    const used = (cpuSeconds(server.pid) - before) / ((performance.now() - from) / 1000);
    return [
      {
        name: 'idle server: memory (resident)',
        unit: 'MB',
        value: residentMB(server.pid),
        must: 220,
        aim: 150,
      },
      { name: 'idle server: processor, of one core', unit: '%', value: 100 * used, must: 2, aim: 0.5 },
    ];
  },
};

const residentMB = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
