import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '../problem.mjs';

const READY_PATIENCE_MS = 120_000;
const LOG_LIMIT_BYTES = 20 * 1024 * 1024;

/** The server as a process of its own. Its log is a file, so that it may outlive us without choking. */
export class Server {
  constructor({ root, dataDir, environment }) {
    this.log = join(dataDir, 'server.log');
    if (existsSync(this.log) && statSync(this.log).size > LOG_LIMIT_BYTES) {
      renameSync(this.log, `${this.log}.1`);
    }
    this.logStart = existsSync(this.log) ? statSync(this.log).size : 0;
    const output = openSync(this.log, 'a', 0o600);
    this.child = spawn(process.execPath, ['--enable-source-maps', join(root, 'dist', 'main.js')], {
      cwd: root,
      env: environment,
      stdio: ['ignore', output, output],
      // Ctrl-C in a terminal reaches the whole group; only we tell it to drain.
      detached: true,
    });
    closeSync(output);
    this.ended = new Promise((resolve) => {
      this.child.once('error', () => resolve(1));
      this.child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGTERM' ? 0 : 1)));
    });
    this.ended.then((code) => (this.exitCode = code));
  }

  get pid() {
    return this.child.pid;
  }

  /** Resolves when /health/ready says yes; otherwise tells why not, in the server's own words. */
  async ready(origin) {
    for (const until = Date.now() + READY_PATIENCE_MS; ; await pause(50)) {
      if (this.exitCode !== undefined) throw this.failure();
      if ((await statusOf(`${origin}/health/ready`)) === 200 && this.exitCode === undefined) return;
      if (Date.now() > until) throw new Problem(`The server did not become ready; see ${this.log}.`);
    }
  }

  failure() {
    return new Problem(this.#lastWords() ?? `The server ended with ${this.exitCode}; see ${this.log}.`, {
      exitCode: this.exitCode || 1,
    });
  }

  /** Plain lines are meant for people; of the JSON ones only errors are. */
  #lastWords() {
    const lines = readFileSync(this.log, 'utf8').slice(this.logStart).trim().split('\n');
    const plain = lines.filter((line) => line !== '' && !line.startsWith('{') && !/^\s+at /.test(line));
    if (plain.length > 0) return plain.slice(-8).join('\n');
    const errors = lines.flatMap((line) => entriesOf(line)).filter(({ level }) => level >= 50);
    return errors.at(-1)?.err?.message ?? errors.at(-1)?.msg;
  }

  stop() {
    this.child.kill('SIGTERM');
    return this.ended;
  }

  kill() {
    this.child.kill('SIGKILL');
  }
}

function entriesOf(line) {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}

/** On our own machine, so the name in the certificate does not matter. */
function statusOf(url) {
  const get = url.startsWith('https:') ? getHttps : getHttp;
  return new Promise((resolve) => {
    get(url, { rejectUnauthorized: false, timeout: 2_000, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('timeout', () => resolve(undefined))
      .on('error', () => resolve(undefined));
  });
}
