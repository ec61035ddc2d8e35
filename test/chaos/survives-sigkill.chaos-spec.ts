import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { brokenInvariants, REAL_APART_MS } from '../harness/invariants.js';
import { grafanaAlert } from '../harness/world.js';
import { BarryProcess, type ChaosDatabase, chaosDatabase, rest } from './barry-process.js';
import { makeOrganisation, type Organisation } from './organisation.js';
import { SimulatedPhone } from './simulated-phone.js';

const RING_SECONDS = 10;

describe('two servers as processes on one database', () => {
  let database: ChaosDatabase;
  let victim: BarryProcess;
  let survivor: BarryProcess;
  let organisation: Organisation;
  const phones: SimulatedPhone[] = [];

  beforeAll(async () => {
    database = await chaosDatabase();
    victim = await BarryProcess.start(database.url);
    const step = { simultaneous: 2, ringSeconds: RING_SECONDS, retries: 0, pauseSeconds: 0 };
    organisation = await makeOrganisation(victim.origin, victim.adminToken, 4, step);
    survivor = await BarryProcess.start(database.url);
    const both = [victim.origin, survivor.origin];
    for (const [i, { token, userId }] of organisation.responders.entries())
      phones.push(await SimulatedPhone.enrol(i % 2 === 0 ? both : both.toReversed(), token, userId));
    await pause(300);
  }, 60_000);
  afterAll(async () => {
    for (const phone of phones) phone.close();
    if (survivor?.isAlive) await survivor.stop();
    if (victim?.isAlive) await victim.stop('SIGKILL');
    await database?.close();
  });

  const send = async (origin: string, name: string): Promise<number> => {
    const { status } = await rest(origin, 'POST', organisation.hook, grafanaAlert(name));
    return status;
  };

  it('one of them killed in the middle: the other goes on within 5 s, nothing is lost, nothing rings twice', async () => {
    const acknowledged: string[] = [];
    const startedAt = Date.now();
    for (const name of ['One', 'Two', 'Three'])
      if ((await send(name === 'Two' ? survivor.origin : victim.origin, name)) === 200)
        acknowledged.push(name);
    const [a, b, c, d] = phones as [SimulatedPhone, SimulatedPhone, SimulatedPhone, SimulatedPhone];
    await a.until(() => a.isRinging && b.isRinging, 3_000);

    // Just before the rings of the first two end, so that the next ones are the survivor's to start; and with
    // deliveries under way, of which some are answered and some are not.
    await pause(startedAt + RING_SECONDS * 1000 - 200 - Date.now());
    const underWay = ['Four', 'Five', 'Six'].map(async (name) => {
      const status = await send(victim.origin, name).catch(() => 0);
      if (status === 200) acknowledged.push(name);
    });
    await pause(15);
    const killedAt = Date.now();
    await victim.stop('SIGKILL');
    await Promise.all(underWay);
    if ((await send(survivor.origin, 'Seven')) === 200) acknowledged.push('Seven');
    expect(acknowledged).toEqual(expect.arrayContaining(['One', 'Two', 'Three', 'Seven']));

    await c.until(() => c.isRinging && d.isRinging, 6_000);
    for (const phone of [c, d]) expect((phone.rung[0]?.atMs ?? Infinity) - killedAt).toBeLessThan(5_000);

    await pause(1_000);
    for (const phone of phones) expect([0, 200, 201, 409]).toContain(await phone.act('accept'));
    await c.until(() => phones.every((phone) => !phone.isRinging), 3_000);

    const alerts = await database.query<{ title: string }>(`select title from alerts`);
    for (const name of acknowledged) expect(alerts.map(({ title }) => title)).toContain(`${name} is broken`);
    await everyCallIsOver();
    expect(await database.atOneInstant((query) => brokenInvariants(query, 'some', REAL_APART_MS))).toEqual(
      [],
    );
    await nothingTwice();
    await nothingSkipped();
    expect(await latest()).toBeLessThan(5);
  }, 60_000);

  const everyCallIsOver = async (): Promise<void> => {
    const live = () => database.query(`select id from calls where due_at is not null`);
    for (const until = Date.now() + 15_000; (await live()).length > 0; await pause(100))
      if (Date.now() > until) throw new Error('Calls live on');
  };

  /** A device sees a revision once, a position once, and a message was tried at most once more than needed. */
  const nothingTwice = async (): Promise<void> => {
    for (const { rung, positions } of phones) {
      const keys = rung.map(({ ringId, revision }) => `${ringId}/${revision}`);
      expect(new Set(keys).size).toBe(keys.length);
      expect(new Set(positions).size).toBe(positions.length);
      expect(positions).toEqual(positions.toSorted((x, y) => x - y));
    }
    expect(await database.query(`select id, kind, tries from outbox where tries > 2`)).toEqual([]);
  };

  /** Every call was proved by its phone: it rang. */
  const nothingSkipped = async (): Promise<void> => {
    const calls = await database.query<{ user_id: string; status: string; stages: { stage: string }[] }>(
      `select user_id, status, stages from calls where status <> 'cancelled'`,
    );
    expect(calls.length).toBeGreaterThan(4);
    for (const call of calls) expect(call.stages.map(({ stage }) => stage)).toContain('ringing');
  };

  /** How late a ring ended, at worst, in seconds. */
  const latest = async (): Promise<number> => {
    const [row] = await database.query<{ late: number | null }>(
      `select max(extract(epoch from ended_at) - (state ->> 'pushUntil')::float8 / 1000)::float8 as late
       from calls where state ->> 'endReason' = 'rang-out'`,
    );
    return row?.late ?? 0;
  };
});
