import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { freePort } from './free-port.js';
import { join } from 'node:path';

const SCRIPT = join(import.meta.dirname, '../../scripts/start.mjs');
const READY = 'Stop with Ctrl-C';

/** `npm start` as a person runs it, with a data folder and ports of its own. */
export class NpmStart {
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;
  output = '';

  constructor(environment: Readonly<Record<string, string>>, options: readonly string[] = []) {
    this.child = spawn(process.execPath, [SCRIPT, ...options], {
      env: { ...withoutOurs(process.env), ...environment },
      // A group of its own, as a terminal makes one.
      detached: true,
    });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.ended = once(this.child, 'close');
  }

  async ready(): Promise<void> {
    while (!this.output.includes(READY)) {
      if (this.child.exitCode !== null) throw new Error(`npm start ended: ${this.output}`);
      await Promise.race([once(this.child.stdout as NodeJS.ReadableStream, 'data'), this.ended]);
    }
  }

  async exitCode(): Promise<number | null> {
    await this.ended;
    return this.child.exitCode;
  }

  /** Ctrl-C. */
  interrupt(): void {
    this.signal('SIGINT');
  }

  /** Nobody gets a chance to say goodbye. */
  async kill(server: number): Promise<void> {
    this.signal('SIGKILL');
    process.kill(server, 'SIGKILL');
    await this.ended;
  }

  private signal(name: NodeJS.Signals): void {
    if (this.child.pid !== undefined && this.child.exitCode === null) process.kill(-this.child.pid, name);
  }
}

/** What the test run itself was told must not leak into the product under test. */
function withoutOurs(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = Object.keys(environment).filter((name) => !/^(BARRY_|DATABASE_URL|NODE_ENV|npm_)/.test(name));
  return Object.fromEntries(names.map((name) => [name, environment[name]]));
}

export async function freePorts(): Promise<{ BARRY_HTTP_PORT: string; BARRY_GRPC_PORT: string }> {
  return { BARRY_HTTP_PORT: String(await freePort()), BARRY_GRPC_PORT: String(await freePort()) };
}

export const json = (...path: readonly string[]): Record<string, unknown> =>
  JSON.parse(readFileSync(join(...path), 'utf8')) as Record<string, unknown>;
