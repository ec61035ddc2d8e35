import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const WATCHED_MS = 20_000;
const TICKS_A_SECOND = 100;

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

function cpuSeconds(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return (Number(user) + Number(system)) / TICKS_A_SECOND;
}

const residentMB = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
