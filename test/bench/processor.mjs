import { readFileSync } from 'node:fs';

const TICKS_A_SECOND = 100;

/** What a process has used so far. Linux only; elsewhere not a number. */
export function cpuSeconds(pid) {
  if (process.platform !== 'linux') return NaN;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return (Number(user) + Number(system)) / TICKS_A_SECOND;
}
