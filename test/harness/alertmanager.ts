import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.js';

const PACKAGE = 'prometheus-alertmanager';

/** Debian's Alertmanager, installed if that is possible here; undefined: it is not. */
export function alertmanagerBinary(): string | undefined {
  const isThere = (): boolean => spawnSync(PACKAGE, ['--version']).status === 0;
  if (isThere()) return PACKAGE;
  const mayInstall = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
  if (!mayInstall) return undefined;
  // Offline for systemd: the package would start a service of its own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', SYSTEMD_OFFLINE: '1', RUNLEVEL: '1' };
  const given = ['install', '-y', '--no-install-recommends', PACKAGE];
  spawnSync('apt-get', given, { env, timeout: 180_000 });
  return isThere() ? PACKAGE : undefined;
}

/** A real Alertmanager on loopback, configured as an operator would; only the URL is ours. */
export class Alertmanager {
  private constructor(
    private readonly child: ChildProcess,
    private readonly origin: string,
    private readonly room: string,
  ) {}

  /** `receivers` as an operator writes them; the one called `on-call` gets everything. */
  static async start(binary: string, receivers: string): Promise<Alertmanager> {
    const room = mkdtempSync(join(tmpdir(), 'barry-alertmanager-'));
    const file = join(room, 'alertmanager.yml');
    writeFileSync(
      file,
      `route:
  receiver: on-call
  group_by: [alertname, service]
  group_wait: 1s
  group_interval: 2s
  repeat_interval: 4h
${receivers}
`,
    );
    const port = await freePort();
    const child = spawn(
      binary,
      [
        `--config.file=${file}`,
        `--storage.path=${join(room, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--cluster.listen-address=',
        '--log.level=error',
      ],
      { stdio: 'ignore' },
    );
    const started = new Alertmanager(child, `http://127.0.0.1:${port}`, room);
    await started.ready();
    return started;
  }

  /** As Prometheus says it; with `endsAt` it is over. */
  async alert(labels: Readonly<Record<string, string>>, summary: string, endsAt?: Date): Promise<void> {
    const body = [{ labels, annotations: { summary }, ...(endsAt ? { endsAt: endsAt.toISOString() } : {}) }];
    const answer = await fetch(`${this.origin}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (answer.status !== 200) throw new Error(`Alertmanager answered ${answer.status}`);
  }

  async stop(): Promise<void> {
    const ended = this.child.exitCode === null && new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
    rmSync(this.room, { recursive: true, force: true });
  }

  private async ready(): Promise<void> {
    for (const until = Date.now() + 20_000; Date.now() < until; await pause(50)) {
      const answer = await fetch(`${this.origin}/-/ready`).catch(() => undefined);
      if (answer?.status === 200) return;
    }
    throw new Error('Alertmanager did not become ready');
  }
}
