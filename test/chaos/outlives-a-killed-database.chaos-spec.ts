import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { grafanaAlert } from '../harness/world.js';
import { BarryProcess, type ChaosDatabase, mortalDatabase, rest } from './barry-process.js';
import { crowding, everyCallIsOver, invariantsHold, nothingLost, nothingTwice } from './judge.js';
import { makeOrganisation, type Organisation } from './organisation.js';
import { OwnPostgres } from './own-postgres.js';
import { SimulatedPhone } from './simulated-phone.js';

/** More by hand: npm run prove -- "killed database" */
const ROUNDS = Number(process.env['BARRY_CHAOS_ROUNDS'] ?? 1);
const RING_SECONDS = 10;
const AWAY_MS = 3_000;

describe('the database is killed while people are being rung', () => {
  let postgres: OwnPostgres;
  let database: ChaosDatabase;
  let servers: BarryProcess[] = [];
  let organisation: Organisation;
  const phones: SimulatedPhone[] = [];
  const acknowledged: string[] = [];
  const refused: string[] = [];

  beforeAll(async () => {
    postgres = await OwnPostgres.start();
    database = mortalDatabase(postgres.url);
    const first = await BarryProcess.start(postgres.url);
    servers = [first];
    const step = { simultaneous: 1, ringSeconds: RING_SECONDS, retries: 0, pauseSeconds: 0 };
    organisation = await makeOrganisation(first.origin, first.adminToken, 2, step);
    servers.push(await BarryProcess.start(postgres.url));
    const origins = servers.map(({ origin }) => origin);
    for (const { token, userId } of organisation.responders)
      phones.push(await SimulatedPhone.enrol(origins, token, userId));
    await pause(300);
  }, 60_000);
  afterAll(async () => {
    for (const phone of phones) phone.close();
    for (const server of servers) await server.stop('SIGKILL');
    await postgres?.close();
  });

  /** Answered with 200 or 503, and soon: a sender that hears nothing cannot know that it must try again. */
  const send = async (server: BarryProcess | undefined, name: string): Promise<number> => {
    const startedMs = Date.now();
    const answer = await rest(server?.origin ?? '', 'POST', organisation.hook, grafanaAlert(name));
    expect([200, 503]).toContain(answer.status);
    expect(Date.now() - startedMs).toBeLessThan(3_000 * crowding());
    if (answer.status === 200) acknowledged.push(name);
    else {
      expect(answer.body).toEqual({ error: 'unavailable, try again' });
      refused.push(name);
    }
    return answer.status;
  };

  it(
    'the rings go on within 5 s of its return; what was answered is there, who was refused was told',
    async () => {
      const [first, second] = phones as [SimulatedPhone, SimulatedPhone];
      for (let round = 0; round < ROUNDS; round += 1) {
        const rungBefore = second.rung.length;
        const startedMs = Date.now();
        expect(await send(servers[0], `Before${round}`)).toBe(200);
        await first.until(() => first.isRinging, 5_000);

        // With deliveries under way, and just before the first ring ends.
        await pause(startedMs + RING_SECONDS * 1000 - 1_000 - Date.now());
        const underWay = [0, 1, 2, 3].map((i) => send(servers[i % 2], `Way${round}-${i}`));
        await pause(10);
        postgres.kill();
        const killedMs = Date.now();
        await Promise.all(underWay);
        for (let i = 0; i < 4; i += 1) {
          expect(await send(servers[i % 2], `Off${round}-${i}`)).toBe(503);
          await pause(200);
        }
        await pause(killedMs + AWAY_MS - Date.now());
        await postgres.comeBack();
        const backMs = Date.now();
        await second.until(() => second.rung.length > rungBefore, 5_000 * crowding());
        const lateMs = (second.rung[rungBefore]?.atMs ?? Infinity) - backMs;
        process.stdout.write(
          `database: away ${backMs - killedMs} ms, next ring ${lateMs} ms after its return\n`,
        );

        // Who was told to come again does so.
        for (const name of refused.splice(0)) expect(await send(servers[0], name)).toBe(200);
        for (const end = Date.now() + 20_000; Date.now() < end; await pause(100)) {
          for (const phone of phones) if (phone.isRinging) await phone.act('accept');
          const live = await database.query(`select 1 from escalations where due_at is not null limit 1`);
          if (live.length === 0) break;
        }
      }
      await everyCallIsOver(database);
      await nothingLost(database, acknowledged);
      await nothingTwice(database, phones);
      await invariantsHold(database);
      expect(servers.every(({ isAlive }) => isAlive)).toBe(true);
    },
    60_000 + ROUNDS * 60_000,
  );
});
