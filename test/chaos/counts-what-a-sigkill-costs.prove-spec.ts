import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { grafanaAlert } from '../harness/world.js';
import { BarryProcess, type ChaosDatabase, chaosDatabase, rest } from './barry-process.js';
import { everyCallIsOver, invariantsHold, nothingLost, nothingTwice } from './judge.js';
import { makeOrganisation, type Organisation } from './organisation.js';
import { SimulatedPhone } from './simulated-phone.js';

/** More by hand: npm run prove -- "SIGKILL" */
const ALERTS = Number(process.env['BARRY_CHAOS_ALERTS'] ?? 40);
const RING_SECONDS = 10;
/** So long after the kill its effect is looked for. */
const AFTER_MS = 8_000;

describe('three servers, of which one is killed while rings end all the time', () => {
  let database: ChaosDatabase;
  const servers: BarryProcess[] = [];
  let organisation: Organisation;
  const phones: SimulatedPhone[] = [];
  const acknowledged: string[] = [];

  beforeAll(async () => {
    database = await chaosDatabase();
    const step = { simultaneous: 1, ringSeconds: RING_SECONDS, retries: 0, pauseSeconds: 0 };
    for (let i = 0; i < 3; i += 1) {
      const server = await BarryProcess.start(database.url);
      servers.push(server);
      // The next one makes another link.
      if (i === 0) organisation = await makeOrganisation(server.origin, server.adminToken, 6, step);
    }
    const origins = servers.map(({ origin }) => origin);
    for (const [i, { token, userId }] of organisation.responders.entries()) {
      const own = [...origins.slice(i % 3), ...origins.slice(0, i % 3)];
      phones.push(await SimulatedPhone.enrol(own, token, userId));
    }
    await pause(300);
  }, 60_000);
  afterAll(async () => {
    for (const phone of phones) phone.close();
    for (const server of servers) await server.stop('SIGKILL');
    await database?.close();
  });

  /** For each call that began because another rang out: how long after the planned end of that ring its own phone rang. */
  const lateness = async (): Promise<readonly { readonly dueMs: number; readonly lateMs: number }[]> => {
    const rows = await database.query<{ due: number; rang: string | null }>(
      `select (before.state ->> 'pushUntil')::float8 as due,
         (select min(mark ->> 'at') from jsonb_array_elements(c.stages) mark where mark ->> 'stage' = 'ringing') as rang
       from calls c join calls before on before.escalation_id = c.escalation_id and before.ended_at = c.started_at
         and before.state ->> 'endReason' = 'rang-out' and before.id <> c.id`,
    );
    // Nobody has looked at those yet; they are at least as late as they are now.
    const nowMs = Date.now();
    const overdue = await database.query<{ due: number }>(
      `select (extract(epoch from due_at) * 1000)::float8 as due from calls where due_at < $1`,
      [new Date(nowMs - 500)],
    );
    return [
      ...rows.map(({ due, rang }) => ({
        dueMs: due,
        lateMs: rang === null ? Infinity : Date.parse(rang) - due,
      })),
      ...overdue.map(({ due }) => ({ dueMs: due, lateMs: nowMs - due })),
    ];
  };
  const p99 = (values: readonly number[]): number =>
    values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? Infinity;

  it('adds at most 2 s to a ring, loses nothing and rings nobody twice', async () => {
    // Spread over one ring's time, so that at any instant some ring is about to end.
    for (let i = 0; i < ALERTS; i += 1) {
      const server = servers[i % 3];
      const { status } = await rest(server?.origin ?? '', 'POST', organisation.hook, grafanaAlert(`K${i}`));
      if (status === 200) acknowledged.push(`K${i}`);
      await pause((RING_SECONDS * 1000) / ALERTS);
    }
    await pause(6_000);
    const underWay = [0, 1, 2, 3].map(async (i) => {
      const sent = rest(servers[0]?.origin ?? '', 'POST', organisation.hook, grafanaAlert(`L${i}`));
      const answer = await sent.catch(() => undefined);
      if (answer?.status === 200) acknowledged.push(`L${i}`);
    });
    await pause(10);
    const killedMs = Date.now();
    await servers[0]?.stop('SIGKILL');
    await Promise.all(underWay);
    await pause(AFTER_MS);

    const all = await lateness();
    const before = all.filter(({ dueMs }) => dueMs < killedMs - 1_000).map(({ lateMs }) => lateMs);
    const after = all.filter(({ dueMs }) => dueMs >= killedMs - 1_000 && dueMs < killedMs + AFTER_MS - 3_000);
    const found = {
      before: { rings: before.length, p99Ms: Math.round(p99(before)) },
      after: { rings: after.length, p99Ms: Math.round(p99(after.map(({ lateMs }) => lateMs))) },
    };
    process.stdout.write(`SIGKILL: ${JSON.stringify(found)}\n`);
    expect(before.length).toBeGreaterThan(3);
    expect(after.length).toBeGreaterThan(3);
    // A busy machine was as busy before.
    expect(found.after.p99Ms - found.before.p99Ms).toBeLessThan(2_000);

    for (const end = Date.now() + 30_000; Date.now() < end; await pause(100)) {
      for (const phone of phones) if (phone.isRinging) await phone.act('accept').catch(() => 0);
      const live = await database.query(`select 1 from calls where due_at is not null limit 1`);
      if (live.length === 0) break;
    }
    await everyCallIsOver(database);
    await nothingLost(database, acknowledged);
    await nothingTwice(database, phones);
    await invariantsHold(database);
  }, 120_000);
});
