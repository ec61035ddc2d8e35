import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** What postmaster.pid says: its lines are documented in PostgreSQL's pidfile.h. */
export function readPostmaster(dataDir) {
  try {
    const lines = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return pid > 0 ? { pid, port: Number(lines[3]), status: (lines[7] ?? '').trim() } : undefined;
  } catch {
    return undefined;
  }
}

/** A dead process that its parent has not collected yet (state Z) counts as dead. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  return !/\) [ZX]/.test(statOnLinux(pid) ?? '');
}

/** A pid is handed out again after a reboot: a file left behind may name a stranger. */
export function isPostgres(pid) {
  if (!isAlive(pid)) return false;
  const command = process.platform === 'linux' ? statOnLinux(pid) : commandElsewhere(pid);
  return command === undefined || command.includes('postgres');
}

function statOnLinux(pid) {
  if (process.platform !== 'linux') return undefined;
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
}

function commandElsewhere(pid) {
  if (process.platform === 'win32') return undefined;
  return spawnSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8' }).stdout || undefined;
}

/** The server that already runs in this folder, waited for while it comes up or goes down. */
export async function runningPostmaster(dataDir, patienceMs = 60_000) {
  const until = Date.now() + patienceMs;
  for (;;) {
    const found = readPostmaster(dataDir);
    if (!found) return undefined;
    if (!isPostgres(found.pid)) {
      rmSync(join(dataDir, 'postmaster.pid'), { force: true });
      return undefined;
    }
    if (found.status === 'ready' || Date.now() > until) return found;
    await pause(20);
  }
}

/** Fast shutdown: clients are cut off, everything acknowledged is on disk. */
export async function stopPostmaster(dataDir, patienceMs = 30_000) {
  const found = readPostmaster(dataDir);
  if (!found || !isPostgres(found.pid)) return;
  await ended(found.pid, 'SIGINT', patienceMs);
  // Immediate shutdown loses nothing either; the next start replays the log.
  if (isAlive(found.pid)) await ended(found.pid, 'SIGQUIT', 10_000);
}

async function ended(pid, signal, patienceMs) {
  try {
    process.kill(pid, signal);
  } catch {
    return;
  }
  for (const until = Date.now() + patienceMs; isAlive(pid) && Date.now() < until;) await pause(10);
}
