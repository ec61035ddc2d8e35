import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stopPostgres } from './stop-postgres.mjs';
import { freePort } from '../harness/free-port.js';
import { grafanaAlert } from '../harness/world.js';
import { ok, rest } from './barry-process.js';

const ROOT = join(import.meta.dirname, '../..');

/** Five seconds are meant on a machine with nothing else to do: where more wants to run than can, it takes longer. */
const crowding = (): number => Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());

interface Welcome {
  readonly demo: {
    readonly users: readonly { readonly email: string; readonly password: string }[];
    readonly grafana: { readonly url: string };
  };
}

describe('npm start, killed', () => {
  let dataDir: string;
  let origin: string;
  let environment: NodeJS.ProcessEnv;
  let starter: ChildProcess | undefined;
  let output = '';

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'barry-killed-'));
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    environment = {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      BARRY_DATA_DIR: dataDir,
      BARRY_HTTP_PORT: String(port),
      BARRY_GRPC_PORT: String(await freePort()),
      BARRY_LOG_LEVEL: 'warn',
    };
  });
  afterAll(async () => {
    killAll();
    await stopPostgres(join(dataDir, 'postgres'));
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** In a group of its own, as a terminal would start it. */
  const start = async (patienceMs: number): Promise<number> => {
    output = '';
    const startedAt = Date.now();
    const child = spawn('npm', ['start'], { cwd: ROOT, env: environment, detached: true });
    starter = child;
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    // What it prints last; by then it answers.
    for (const until = startedAt + patienceMs; !output.includes('curl'); await pause(20)) {
      if (child.exitCode !== null) throw new Error(`npm start ended:\n${output}`);
      if (Date.now() > until) throw new Error(`npm start said no address in time:\n${output}`);
    }
    const tookMs = Date.now() - startedAt;
    expect((await fetch(`${origin}/health/ready`)).status).toBe(200);
    return tookMs;
  };

  /** npm, the starter, and the server in its own group; the database stays. */
  const killAll = (): void => {
    const kill = (pid: number | undefined): void => {
      try {
        if (pid !== undefined) process.kill(pid, 'SIGKILL');
      } catch {
        // It is gone already.
      }
    };
    const running = join(dataDir, 'running.json');
    const server = existsSync(running)
      ? (JSON.parse(readFileSync(running, 'utf8')) as { server?: { pid: number } }).server?.pid
      : undefined;
    if (starter?.pid !== undefined) kill(-starter.pid);
    kill(server);
    starter = undefined;
  };

  const welcome = (): Welcome => JSON.parse(readFileSync(join(dataDir, 'welcome.json'), 'utf8')) as Welcome;
  const signIn = async (): Promise<string> => {
    const [first] = welcome().demo.users;
    const { token } = await ok(origin, 'POST', '/sign-in', {
      email: first?.email,
      password: first?.password,
    });
    return String(token);
  };

  it('everything that it acknowledged is there after the second start, which takes less than 5 s', async () => {
    await start(300_000);
    const token = await signIn();
    const hook = new URL(welcome().demo.grafana.url).pathname;
    const taken: string[] = [];
    const { incidentId } = await ok(
      origin,
      'POST',
      '/incidents',
      { teamId: await teamOf(token), title: 'Mail stands still' },
      token,
    );
    const comments: string[] = [];
    const escalations: string[] = [];
    for (let i = 0; i < 20; i += 1) {
      const [alert, comment] = await Promise.all([
        rest(origin, 'POST', hook, grafanaAlert(`Kept${i}`)),
        rest(origin, 'POST', `/incidents/${incidentId}/comments`, { text: `Comment ${i}` }, token),
      ]);
      if (alert.status === 200) taken.push(`Kept${i} is broken`);
      if (comment.status < 300) comments.push(`Comment ${i}`);
    }
    const { escalations: live } = await ok(origin, 'GET', '/escalations?live=true', undefined, token);
    for (const { escalationId } of live) escalations.push(escalationId);
    expect(taken).toHaveLength(20);
    expect(comments).toHaveLength(20);
    expect(escalations.length).toBeGreaterThan(0);

    // More on its way while it dies: whatever still gets an answer counts too.
    const late = Array.from({ length: 20 }, async (_, i) => {
      const answer = await rest(origin, 'POST', hook, grafanaAlert(`Late${i}`)).catch(() => undefined);
      if (answer?.status === 200) taken.push(`Late${i} is broken`);
    });
    await pause(10);
    killAll();
    await Promise.all(late);

    expect(await start(60_000)).toBeLessThan(5_000 * crowding());
    const again = await signIn();
    const titles = await allTitles(again);
    for (const title of taken) expect(titles).toContain(title);
    const deliveries = await countOf(again);
    expect(deliveries).toBeGreaterThanOrEqual(taken.length);
    const story = await ok(origin, 'GET', `/incidents/${incidentId}/story?pageSize=200`, undefined, again);
    for (const text of comments) expect(JSON.stringify(story)).toContain(`"${text}"`);
    for (const id of escalations)
      expect((await ok(origin, 'GET', `/escalations/${id}`, undefined, again))['escalationId']).toBe(id);
  }, 400_000);

  const teamOf = async (token: string): Promise<string> => {
    const { teams } = await ok(origin, 'GET', '/teams', undefined, token);
    return String(teams[0].teamId);
  };
  const allTitles = async (token: string): Promise<string[]> => {
    const { alerts } = await ok(origin, 'GET', '/alerts?pageSize=200', undefined, token);
    return alerts.map(({ title }: { title: string }) => title);
  };
  const countOf = async (token: string): Promise<number> => {
    const { integrations } = await ok(origin, 'GET', '/integrations', undefined, token);
    const path = `/integrations/${integrations[0].integrationId}/deliveries?pageSize=200`;
    return (await ok(origin, 'GET', path, undefined, token))['deliveries'].length;
  };
});
