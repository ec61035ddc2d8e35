import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireOwnPort } from './own-port.mjs';

/** Counts what reaches the gateway, and tells whoever waits for a device. */
export class Gateway {
  #waiting = new Map();
  counts = {};

  static async open() {
    const gateway = new Gateway();
    gateway.server = createServer((request, response) => {
      const at = performance.now();
      const [, device, kind] = request.url.split('/');
      gateway.counts[kind] = (gateway.counts[kind] ?? 0) + 1;
      gateway.#waiting.get(`${device}/${kind}`)?.(at);
      request.resume();
      response.writeHead(200).end();
    });
    await new Promise((resolve) => gateway.server.listen(0, '127.0.0.1', resolve));
    return gateway;
  }

  get url() {
    return `http://127.0.0.1:${this.server.address().port}`;
  }

  /** When the next message of a kind reaches a device. */
  next(device, kind, patienceMs = 10_000) {
    const key = `${device}/${kind}`;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no ${kind} reached ${device}`)), patienceMs);
      this.#waiting.set(key, (at) => {
        clearTimeout(late);
        this.#waiting.delete(key);
        resolve(at);
      });
    });
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** The server as a process of its own, without limits for the sender. */
export async function startServer({ databaseUrl, gateway, profileDir, wakes = true }) {
  const dataDir = mkdtempSync(join(tmpdir(), 'barry-bench-'));
  const port = await freePort();
  const settings = join(dataDir, 'bench.yaml');
  writeFileSync(
    settings,
    JSON.stringify({
      notifiers: [{ name: 'gateway', plugin: 'bench-gateway', priority: 1, settings: { url: gateway.url } }],
      limits: { requestsPerMinute: 10_000_000 },
      intake: { signalsPerMinute: 10_000_000, burst: 10_000_000 },
    }),
  );
  const child = fork(join(import.meta.dirname, 'server.mjs'), {
    execArgv: profileDir ? ['--cpu-prof', `--cpu-prof-dir=${profileDir}`] : [],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      BARRY_CONFIG: settings,
      BARRY_DATA_DIR: dataDir,
      BARRY_HTTP_PORT: String(port),
      BARRY_GRPC_PORT: String(await freePort()),
      BARRY_LOG_LEVEL: 'error',
      BARRY_DEMO: 'false',
      BENCH_WAKES: String(wakes),
    },
  });
  const { adminToken } = await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the measured server ended with ${code}`)));
  });
  requireOwnPort(child.pid, port);
  return {
    origin: `http://127.0.0.1:${port}`,
    adminToken,
    pid: child.pid,
    /** How late timers were since the last time this was asked, in seconds. */
    lateness: () => {
      const answer = new Promise((resolve) => child.once('message', resolve));
      child.send('lateness');
      return answer;
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(insist);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function freePort() {
  return new Promise((resolve) => {
    const server = createSocket().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
