import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of the kernel's clock that counts processor time; the same on every Linux that we know of. */
const TICKS_A_SECOND = 100;

/** Processor time of the server and of all of PostgreSQL so far, in ms. Linux only; elsewhere undefined. */
export function processorTime({ serverPid, postgresDir }) {
  if (!existsSync('/proc/self/stat')) return undefined;
  const master = Number(readFileSync(join(postgresDir, 'postmaster.pid'), 'utf8').split('\n', 1)[0]);
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(name) ?? []);
  const own = all.find(({ pid }) => pid === master);
  const children = all.filter(({ parent }) => parent === master);
  const server = all.find(({ pid }) => pid === serverPid);
  const ticks = [own, ...children].reduce((sum, one) => sum + (one?.ticks ?? 0), own?.ticksOfTheDead ?? 0);
  return { serverMs: msOf(server?.ticks ?? 0), postgresMs: msOf(ticks) };
}

/** What lies between two readings, for each of so many. */
export const eachOf = (count, before, after) =>
  before && after && count > 0
    ? {
        serverMs: (after.serverMs - before.serverMs) / count,
        postgresMs: (after.postgresMs - before.postgresMs) / count,
      }
    : undefined;

const msOf = (ticks) => (ticks * 1000) / TICKS_A_SECOND;

function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name stands in brackets and may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [parent, user, system, userOfTheDead, systemOfTheDead] = [1, 11, 12, 13, 14].map((at) =>
      Number(fields[at]),
    );
    return {
      pid: Number(pid),
      parent,
      ticks: user + system,
      ticksOfTheDead: userOfTheDead + systemOfTheDead,
    };
  } catch {
    return undefined;
  }
}
