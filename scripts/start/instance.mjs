import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileProblem, makeFolder } from '../folders.mjs';
import { isAlive } from '../postgres/processes.mjs';
import { Problem } from '../problem.mjs';

const DRAIN_PATIENCE_MS = 20_000;

/** One `npm start` per data folder; a server whose starter was killed is drained and replaced. */
export class Instance {
  constructor(dataDir) {
    this.file = join(dataDir, 'running.json');
    this.dataDir = dataDir;
  }

  async take() {
    try {
      makeFolder(this.dataDir);
      const found = this.#read();
      if (found && isOurs(found.starter)) {
        throw new Problem(
          `Barry already runs from ${this.dataDir} (process ${found.starter.pid}). Stop it, or set BARRY_DATA_DIR.`,
        );
      }
      if (found?.server && isOurs(found.server)) await stopProcess(found.server.pid);
      this.#write({ starter: identity(process.pid) });
    } catch (cause) {
      throw cause instanceof Problem ? cause : new Problem(fileProblem(cause, this.dataDir), { cause });
    }
  }

  serverStarted(pid) {
    this.#write({ starter: identity(process.pid), server: identity(pid) });
  }

  release() {
    rmSync(this.file, { force: true });
  }

  #read() {
    try {
      return JSON.parse(readFileSync(this.file, 'utf8'));
    } catch {
      return undefined;
    }
  }

  #write(value) {
    writeFileSync(this.file, `${JSON.stringify(value)}\n`);
  }
}

/** A pid alone may belong to a stranger by now; together with its time of birth it does not. */
const identity = (pid) => ({ pid, bornAt: bornAt(pid) });
const isOurs = ({ pid, bornAt: then }) => isAlive(pid) && bornAt(pid) === then;

function bornAt(pid) {
  if (process.platform !== 'linux') return undefined;
  try {
    // Field 22 of proc(5), counted after the name, which may hold spaces.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[19];
  } catch {
    return undefined;
  }
}

/** Asks it to drain; insists after a while. */
export async function stopProcess(pid, patienceMs = DRAIN_PATIENCE_MS) {
  signal(pid, 'SIGTERM');
  for (const until = Date.now() + patienceMs; isAlive(pid); await pause(20)) {
    if (Date.now() > until) return signal(pid, 'SIGKILL');
  }
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // Gone in the meantime, which is what was wanted.
  }
}
