import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../scripts/postgres/cluster.mjs';
import { Sender, throughput } from './load.mjs';
import { requireOwnPort } from './own-port.mjs';

const PROGRAM = 'prometheus-alertmanager';

/** Debian's, where it is installed; undefined elsewhere. It keeps alerts in memory: nothing waits for a disk. */
export async function openAlertmanager() {
  if (spawnSync(PROGRAM, ['--version']).status !== 0) return undefined;
  const room = mkdtempSync(join(tmpdir(), 'barry-bench-alertmanager-'));
  const config = join(room, 'alertmanager.yml');
  writeFileSync(config, 'route:\n  receiver: nobody\nreceivers:\n  - name: nobody\n');
  const port = await freePort();
  const child = spawn(
    PROGRAM,
    [
      `--config.file=${config}`,
      `--storage.path=${join(room, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
      '--log.level=error',
    ],
    { stdio: 'ignore' },
  );
  const origin = `http://127.0.0.1:${port}`;
  const stop = async () => {
    const ended = child.exitCode === null && new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    rmSync(room, { recursive: true, force: true });
  };
  for (const until = performance.now() + 20_000; ; await pause(50)) {
    const answer = await fetch(`${origin}/-/ready`).catch(() => undefined);
    if (answer?.ok) break;
    if (performance.now() < until) continue;
    await stop();
    throw new Error('Alertmanager did not become ready');
  }
  requireOwnPort(child.pid, port);
  return {
    stop,
    async post(lanes, seconds, prefix) {
      const sender = new Sender(origin, lanes);
      const work = async (i) => (await sender.post('/api/v2/alerts', body(`${prefix}-${i}`))) === 200;
      return throughput({ lanes, seconds, work }).finally(() => sender.close());
    },
  };
}

const body = (key) =>
  JSON.stringify([
    {
      labels: {
        alertname: `Queue ${key}`,
        severity: 'critical',
        service: 'mx-out',
        instance: `mx-${key}:9100`,
      },
      annotations: { summary: `The queue of mx-${key} grows`, description: 'Look at the queue.' },
      generatorURL: 'https://prometheus.example.org/graph',
    },
  ]);
