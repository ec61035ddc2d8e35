import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from '../harness/free-port.js';
import type { Json } from '../harness/json.js';
import { newDatabase } from '../harness/new-database.js';

const ROOT = join(import.meta.dirname, '../..');
export const PASSWORD = 'correct horse battery';

/** One built server as a process of its own, on ports of its own. */
export class BarryProcess {
  private constructor(
    readonly origin: string,
    readonly dataDir: string,
    private readonly child: ChildProcess,
    private readonly output: readonly string[],
  ) {}

  static async start(
    databaseUrl: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<BarryProcess> {
    const dataDir = mkdtempSync(join(tmpdir(), 'barry-process-'));
    const port = await freePort();
    const output: string[] = [];
    const child = spawn(process.execPath, ['--enable-source-maps', join(ROOT, 'dist/main.js')], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: databaseUrl,
        BARRY_DATA_DIR: dataDir,
        BARRY_HTTP_PORT: String(port),
        BARRY_GRPC_PORT: String(await freePort()),
        BARRY_LOG_LEVEL: 'warn',
        BARRY_DEMO: 'false',
        BARRY_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
        ...environment,
      },
    });
    const collect = (chunk: Buffer): void => void output.push(chunk.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const started = new BarryProcess(`http://127.0.0.1:${port}`, dataDir, child, output);
    await started.ready();
    return started;
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Memory that it holds at the moment, in bytes. */
  async residentBytes(): Promise<number> {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(this.child.pid)]);
    return Number(stdout.trim()) * 1024;
  }

  get log(): string {
    return this.output.join('');
  }

  /** The token of the one-time link, as printed by `npm start`. */
  get adminToken(): string {
    const { adminLink } = JSON.parse(readFileSync(join(this.dataDir, 'welcome.json'), 'utf8')) as {
      adminLink: string;
    };
    return new URL(adminLink).searchParams.get('token') ?? '';
  }

  /** It stands still where it is, with everything that it holds. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const ended = this.isAlive && new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill(signal);
    // What stands still does not hear a SIGTERM.
    this.child.kill('SIGCONT');
    await ended;
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async ready(): Promise<void> {
    for (const until = Date.now() + 60_000; Date.now() < until; await pause(50)) {
      if (!this.isAlive) throw new Error(`The server ended:\n${this.log}`);
      const answer = await fetch(`${this.origin}/health/ready`).catch(() => undefined);
      if (answer?.status === 200) return;
    }
    throw new Error(`The server did not become ready:\n${this.log}`);
  }
}

/** Speaks REST to whichever server it is told to. */
export async function rest(
  origin: string,
  method: string,
  path: string,
  body?: unknown,
  token?: string,
): Promise<{ readonly status: number; readonly body: Json }> {
  const answer = await fetch(path.startsWith('/webhooks') ? origin + path : `${origin}/api/v1${path}`, {
    method,
    headers: {
      // A kept connection may be closed by the other side while a request is on its way: not what is tried here.
      connection: 'close',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text ? (JSON.parse(text) as Json) : {} };
}

export async function ok(...given: Parameters<typeof rest>): Promise<Json> {
  const { status, body } = await rest(...given);
  if (status >= 300) throw new Error(`${given[1]} ${given[2]}: ${status} ${JSON.stringify(body)}`);
  return body;
}

export interface ChaosDatabase {
  readonly url: string;
  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** What several queries see is one state, whatever the server does meanwhile. */
  atOneInstant<T>(look: (query: ChaosDatabase['query']) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A database whose server may die: each look is a line of its own. */
export function mortalDatabase(url: string): ChaosDatabase {
  const withClient = async <T>(look: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ connectionString: url, application_name: 'judge' });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await look(client);
    } finally {
      await client.end();
    }
  };
  return {
    url,
    query: (sql, parameters = []) =>
      withClient(async (client) => (await client.query(sql, [...parameters])).rows),
    atOneInstant: (look) =>
      withClient(async (client) => {
        await client.query('begin isolation level repeatable read read only');
        return look(async (sql, parameters = []) => (await client.query(sql, [...parameters])).rows);
      }),
    close: () => Promise.resolve(),
  };
}

/** A fresh database in the cluster of this run, and a line to it that outlives cut connections. */
export async function chaosDatabase(): Promise<ChaosDatabase> {
  const url = await newDatabase('chaos');
  const client = new pg.Client({ connectionString: url, application_name: 'judge' });
  await client.connect();
  const query = async <Row extends object>(sql: string, parameters: readonly unknown[] = []) =>
    (await client.query<Row & pg.QueryResultRow>(sql, [...parameters])).rows;
  return {
    url,
    query,
    atOneInstant: async (look) => {
      await client.query('begin isolation level repeatable read read only');
      try {
        return await look(query);
      } finally {
        await client.query('commit');
      }
    },
    close: () => client.end(),
  };
}
