import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { brokenInvariants, REAL_APART_MS } from '../harness/invariants.js';
import { grafanaAlert } from '../harness/world.js';
import { BarryProcess, type ChaosDatabase, chaosDatabase, rest } from './barry-process.js';
import { makeOrganisation, type Organisation } from './organisation.js';
import { SimulatedPhone } from './simulated-phone.js';

describe('the database cuts every connection', () => {
  let database: ChaosDatabase;
  let barry: BarryProcess;
  let organisation: Organisation;
  const phones: SimulatedPhone[] = [];

  beforeAll(async () => {
    database = await chaosDatabase();
    barry = await BarryProcess.start(database.url);
    const step = { simultaneous: 1, ringSeconds: 10, retries: 0, pauseSeconds: 0 };
    organisation = await makeOrganisation(barry.origin, barry.adminToken, 2, step);
    for (const { token, userId } of organisation.responders)
      phones.push(await SimulatedPhone.enrol([barry.origin], token, userId));
    await pause(300);
  }, 60_000);
  afterAll(async () => {
    for (const phone of phones) phone.close();
    await barry?.stop();
    await database?.close();
  });

  const cut = async (): Promise<number> => {
    const rows = await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name like 'barry%'`,
    );
    return rows.length;
  };
  const send = async (name: string): Promise<boolean> => {
    const { status } = await rest(barry.origin, 'POST', organisation.hook, grafanaAlert(name));
    return status === 200;
  };

  it('again and again: it goes on within 5 s, and what was answered is there', async () => {
    const [first, second] = phones as [SimulatedPhone, SimulatedPhone];
    const acknowledged: string[] = [];
    if (await send('Before')) acknowledged.push('Before');
    await first.until(() => first.isRinging, 5_000);
    const startedAt = Date.now();

    let cuts = 0;
    for (let i = 0; i < 12; i += 1) {
      const name = `During${i}`;
      const sent = send(name).then((isTaken) => void (isTaken && acknowledged.push(name)));
      await pause(i * 3);
      cuts += await cut();
      await sent;
      await pause(150);
    }
    expect(cuts).toBeGreaterThan(12);

    // Cut once more in the very moment in which the first ring ends and the second begins.
    await pause(Math.max(0, startedAt + 10_000 - Date.now()));
    await cut();
    const cutAt = Date.now();
    await second.until(() => second.isRinging, 6_000);
    expect((second.rung[0]?.atMs ?? Infinity) - cutAt).toBeLessThan(5_000);

    expect(await send('After')).toBe(true);
    acknowledged.push('After');
    const alerts = await database.query<{ title: string }>(`select title from alerts`);
    for (const name of acknowledged) expect(alerts.map(({ title }) => title)).toContain(`${name} is broken`);
    expect(acknowledged.length).toBeGreaterThan(2);

    // Each alert has an escalation of its own, and those of the later ones still move on to the second phone.
    const live = async (): Promise<boolean> =>
      (await database.query(`select 1 from escalations where due_at is not null limit 1`)).length > 0;
    for (const end = Date.now() + 15_000; (await live()) && Date.now() < end; await pause(50)) {
      // Who takes it while it changes may be told that it is over: the next ring is another one.
      for (const phone of phones) if (phone.isRinging) await phone.act('accept');
      // In the middle of it as well as at the end.
      expect(await database.atOneInstant((query) => brokenInvariants(query, 'some', REAL_APART_MS))).toEqual(
        [],
      );
    }
    expect(await live()).toBe(false);
    await second.until(() => !second.isRinging, 5_000);
    expect(await database.atOneInstant((query) => brokenInvariants(query, 'some', REAL_APART_MS))).toEqual(
      [],
    );
    expect(barry.isAlive).toBe(true);
  }, 60_000);
});
