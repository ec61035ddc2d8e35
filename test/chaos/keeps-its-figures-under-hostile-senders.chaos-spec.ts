import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BarryProcess, type ChaosDatabase, chaosDatabase, ok } from './barry-process.js';
import { makeOrganisation, type Organisation } from './organisation.js';
import { SlowSenders } from './slow-senders.js';
import { type Figures, postedMeanwhile } from './steady-sender.js';

const MIB = 1024 * 1024;
const HEADERS_SECONDS = 3;
const REQUEST_SECONDS = 5;
/** It looks once a second, and the machine has others to serve. */
const SLACK_MS = 6_000;
/** Far above what is measured: a test on a busy machine finds what stands still, not what is slow. */
const PATIENCE_MS = 5_000;
const MOST_BYTES = 700 * MIB;

describe('the intake keeps its figures, whatever else is sent', () => {
  let database: ChaosDatabase;
  let barry: BarryProcess;
  let organisation: Organisation;
  let generic: string;
  const folder = mkdtempSync(join(tmpdir(), 'barry-limits-'));

  beforeAll(async () => {
    database = await chaosDatabase();
    const file = join(folder, 'limits.yaml');
    const limits = { headersSeconds: HEADERS_SECONDS, requestSeconds: REQUEST_SECONDS };
    writeFileSync(file, JSON.stringify({ limits, intake: { signalsPerMinute: 60_000 } }));
    barry = await BarryProcess.start(database.url, { BARRY_CONFIG: file });
    organisation = await makeOrganisation(barry.origin, barry.adminToken, 1, { ringSeconds: 30 });
    const { adminToken, teamId } = organisation;
    const given = { teamId, name: 'Anything', source: 'generic' };
    const { integrationId } = await ok(barry.origin, 'POST', '/integrations', given, adminToken);
    const setup = await ok(barry.origin, 'POST', `/integrations/${integrationId}/setup`, {}, adminToken);
    generic = barry.origin + new URL(setup['url']).pathname;
  }, 90_000);
  afterAll(async () => {
    await barry?.stop();
    await database?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const post = async (url: string, body: string): Promise<number> => {
    const headers = { 'content-type': 'application/json', connection: 'close' };
    const answer = await fetch(url, { method: 'POST', headers, body });
    await answer.arrayBuffer();
    return answer.status;
  };
  /** As senders do: again, where they are told to try again. */
  const sent = async (url: string, body: string): Promise<number> => {
    for (let tries = 1; ; tries += 1) {
      const status = await post(url, body);
      if (status !== 503 || tries === 20) return status;
      await pause(200);
    }
  };
  const meanwhile = async (what: string, work: () => Promise<void>): Promise<Figures> => {
    const figures = await postedMeanwhile(barry.origin + organisation.hook, work);
    const bytes = await barry.residentBytes();
    process.stdout.write(`${what}: ${JSON.stringify(figures)}, ${Math.round(bytes / MIB)} MiB\n`);
    expect(figures.taken + figures.again).toBe(figures.sent);
    expect(figures.again).toBeLessThan(2);
    // Where nobody else works one of these is over before the second.
    expect(figures.sent).toBeGreaterThan(0);
    expect(figures.p99).toBeLessThan(PATIENCE_MS);
    expect(bytes).toBeLessThan(MOST_BYTES);
    expect(barry.isAlive).toBe(true);
    return figures;
  };
  const until = async (isSo: () => boolean, forMs: number): Promise<void> => {
    for (const end = Date.now() + forMs; !isSo() && Date.now() < end; await pause(50));
  };

  it('bodies of 1 MiB are taken, larger ones answered 413 with 64 KiB of them kept', async () => {
    const sized = (bytes: number, name: string): string =>
      JSON.stringify({ title: name, fill: 'x'.repeat(bytes - 22 - name.length) });
    expect(sized(MIB, 'just').length).toBe(MIB);
    await meanwhile('bodies of 1 MiB', async () => {
      for (let n = 0; n < 10; n += 1) {
        expect(await sent(generic, sized(MIB, `body-${n + 10}`))).toBe(200);
        expect(await sent(generic, sized(MIB + 1, `body-${n + 10}`))).toBe(413);
      }
    });
    const kept = await database.query<{ kept: number; sent: number }>(
      `select octet_length(body) as kept, body_bytes as sent from deliveries where outcome = 'too-large'`,
    );
    expect(kept).toEqual(Array(10).fill({ kept: 64 * 1024, sent: MIB + 1 }));
  }, 60_000);

  it('10,000 label pairs, 100,000 levels and 20,000 alerts in one delivery', async () => {
    const pairs = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`label-${n}`, `value ${n}`]));
    const deep = `{"title":"deep","down":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const alerts = Array.from({ length: 20_000 }, (_, n) => ({ status: 'firing', fingerprint: `f${n}` }));
    await meanwhile('wide and deep', async () => {
      expect(await sent(generic, JSON.stringify({ title: 'wide', labels: pairs }))).toBe(200);
      expect(await sent(generic, deep)).toBe(200);
    });
    await meanwhile('20,000 alerts at once', async () =>
      expect(await sent(barry.origin + organisation.hook, JSON.stringify({ alerts }))).toBe(200),
    );
    // More than can be opened one by one: counted into one alert, which rings, and nobody else waited for them.
    const counted = await database.query<{ count: number }>(
      `select count from alerts where dedup_key like 'barry:overflow%'`,
    );
    expect(counted).toEqual([{ count: 1 }]);
    const [wide] = await database.query<{ count: number }>(
      `select count(*)::int as count from alerts, jsonb_object_keys(labels) where title = 'wide'`,
    );
    expect(wide?.count).toBe(10_000);
    const [found] = await database.query<{ count: number }>(
      `select count(*)::int as count from alerts where title = 'deep'`,
    );
    expect(found?.count).toBe(1);
  }, 90_000);

  it('500 that trickle a byte a second are cut off, and 2,000 that say nothing', async () => {
    const head = `POST ${organisation.hook} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n`;
    const trickling = { first: `${head}content-length: 100000\r\n\r\n{`, drop: ' ' };
    const all: SlowSenders[] = [];
    try {
      await meanwhile('500 trickle, 2,000 say nothing', async () => {
        const bodies = await SlowSenders.start(barry.origin, 400, trickling);
        all.push(bodies);
        const headers = await SlowSenders.start(barry.origin, 100, { first: `${head}x-slow: `, drop: 'x' });
        all.push(headers, await SlowSenders.start(barry.origin, 2_000));
        await until(() => all.every(({ open }) => open === 0), REQUEST_SECONDS * 1_000 + SLACK_MS);
      });
      const [bodies, headers, idle] = all as [SlowSenders, SlowSenders, SlowSenders];
      for (const some of all) expect([some.said, some.open]).toEqual([some.said, 0]);
      // Told why, and no later than it is written.
      for (const some of [bodies, headers]) expect(some.answers.join('')).toMatch(/^HTTP\/1\.1 408 /);
      expect(Math.min(...bodies.endedMs)).toBeGreaterThan(REQUEST_SECONDS * 1_000 - 500);
      expect(Math.max(...headers.endedMs, ...idle.endedMs)).toBeLessThan(HEADERS_SECONDS * 1_000 + SLACK_MS);
    } finally {
      for (const some of all) some.end();
    }
    // Strangers that go away are nothing that anybody has to look into.
    expect(barry.log).not.toContain('was not answered');
  }, 60_000);
});
