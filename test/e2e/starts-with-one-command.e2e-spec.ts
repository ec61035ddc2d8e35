import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { freePorts, json, NpmStart } from '../harness/npm-start.js';

jest.setTimeout(120_000);

const room = mkdtempSync(join(tmpdir(), 'npm-start-'));
const dataDir = join(room, 'data');
let ports: Awaited<ReturnType<typeof freePorts>>;
let environment: Record<string, string>;

beforeAll(async () => {
  ports = await freePorts();
  environment = { ...ports, BARRY_DATA_DIR: dataDir };
});

afterAll(() => rmSync(room, { recursive: true, force: true }));

const databaseRuns = (folder = dataDir) => existsSync(join(folder, 'postgres', 'postmaster.pid'));
const origin = () => `http://127.0.0.1:${ports.BARRY_HTTP_PORT}`;

/** The command as somebody pastes it from the screen. */
function pasteAlert(output: string): unknown {
  const command = /^ {2}(curl .*)$/m.exec(output)?.[1] ?? 'false';
  const answer = JSON.parse(execFileSync('sh', ['-c', command], { encoding: 'utf8' })) as {
    alerts: readonly { effect: string }[];
  };
  return answer.alerts.map(({ effect }) => effect);
}

async function signIn(output: string) {
  const [, email, password] = /Sign in as\n +(\S+) +(\S+)/.exec(output) ?? [];
  return fetch(`${origin()}/api/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
}

describe('npm start', () => {
  let barry: NpmStart;

  it('serves console, app, API and documents, and says how to sign in and how to send an alert', async () => {
    barry = new NpmStart(environment);
    await barry.ready();
    for (const path of ['/', '/app/', '/api/docs']) {
      expect((await fetch(`${origin()}${path}`)).status).toBe(200);
    }
    expect((await signIn(barry.output)).ok).toBe(true);
    expect(pasteAlert(barry.output)).toEqual(['opened']);
  });

  it('refuses to run twice from one folder', async () => {
    const second = new NpmStart(environment);
    expect(await second.exitCode()).toBe(1);
    expect(second.output).toMatch(/Barry already runs from .*data \(process \d+\)/);
    expect((await fetch(`${origin()}/health/ready`)).status).toBe(200);
  });

  it('after kill -9 comes back with everything that was acknowledged', async () => {
    const { server } = json(dataDir, 'running.json') as { server: { pid: number } };
    await barry.kill(server.pid);
    barry = new NpmStart(environment);
    await barry.ready();
    expect(pasteAlert(barry.output)).toEqual(['updated']);
  });

  it('on Ctrl-C drains, stops the database and ends well', async () => {
    expect(databaseRuns()).toBe(true);
    barry.interrupt();
    expect(await barry.exitCode()).toBe(0);
    expect(databaseRuns()).toBe(false);
    await expect(fetch(origin())).rejects.toThrow();
  });
});

describe('npm start says in one line what is wrong, and leaves nothing running', () => {
  const folder = join(room, 'faults');
  const refused = async (more: Readonly<Record<string, string>>) => {
    const barry = new NpmStart({ ...environment, BARRY_DATA_DIR: folder, ...more });
    const code = await barry.exitCode();
    expect(databaseRuns(folder)).toBe(false);
    expect(barry.output).not.toContain('    at ');
    return { code, output: barry.output };
  };
  const occupied = async (port: string, work: () => Promise<void>) => {
    const stranger = createServer().unref();
    await new Promise<void>((resolve) => stranger.listen(Number(port), '127.0.0.1', resolve));
    await work().finally(() => stranger.close());
  };

  it('a taken port of either wire', async () => {
    for (const [what, name] of [
      ['HTTP', 'BARRY_HTTP_PORT'],
      ['gRPC', 'BARRY_GRPC_PORT'],
    ] as const) {
      await occupied(ports[name], async () => {
        const { code, output } = await refused({});
        expect(output).toContain(`The ${what} port ${ports[name]} is taken`);
        expect(code).toBe(1);
      });
    }
  });

  it('a database that cannot be reached', async () => {
    const { code, output } = await refused({ DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/barry' });
    expect(output).toMatch(/The database cannot be reached: .*ECONNREFUSED/);
    expect(output).not.toContain('secret');
    expect(code).toBe(69);
  });

  it('a missing database in production', async () => {
    const { code, output } = await refused({ NODE_ENV: 'production' });
    expect(output).toContain('DATABASE_URL is missing');
    expect(code).toBe(78);
  });

  it('a setting that cannot be', async () => {
    const { code, output } = await refused({ BARRY_ROLES: 'king' });
    expect(output).toMatch(/The settings are not usable:\n.*"api"\|"engine"\|"sender"\n.*roles\[0\]/);
    expect(code).toBe(78);
  });

  it('a data folder that cannot be written', async () => {
    writeFileSync(join(room, 'file'), '');
    const { code, output } = await refused({ BARRY_DATA_DIR: join(room, 'file', 'data') });
    expect(output).toMatch(/The data folder .*file\/data cannot be written .*BARRY_DATA_DIR/);
    expect(code).toBe(1);
  });

  it('an option that it does not know', async () => {
    const barry = new NpmStart(environment, ['--lam']);
    expect(await barry.exitCode()).toBe(1);
    expect(barry.output).toContain('"--lam" is unknown');
  });
});
