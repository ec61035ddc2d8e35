import { readFileSync } from 'node:fs';

/**
 * The npm above us, if there is one: when it is killed, we are to go as well. Asked at once, since a moment later it
 * may be gone already.
 */
export function npmAbove() {
  if (process.platform !== 'linux' || process.env.npm_lifecycle_event === undefined) return undefined;
  for (let pid = process.ppid, steps = 0; pid > 1 && steps < 4; steps += 1) {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    if (/^npm |npm-cli\.js/.test(command.replaceAll('\0', ' '))) return pid;
    pid = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[1]);
  }
  return undefined;
}
