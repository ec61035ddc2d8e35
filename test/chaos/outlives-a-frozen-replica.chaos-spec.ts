import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { grafanaAlert } from '../harness/world.js';
import { Apple } from './apple.js';
import { BarryProcess, type ChaosDatabase, chaosDatabase, rest } from './barry-process.js';
import {
  crowding,
  everyCallIsOver,
  invariantsHold,
  nobodySkipped,
  nothingLost,
  nothingTwice,
} from './judge.js';
import { makeOrganisation, type Organisation } from './organisation.js';
import { SimulatedPhone } from './simulated-phone.js';

/** More by hand: npm run prove -- "frozen" */
const FROZEN_MS = Number(process.env['BARRY_CHAOS_FROZEN_SECONDS'] ?? 8) * 1000;
const ROUNDS = Number(process.env['BARRY_CHAOS_ROUNDS'] ?? 1);
/** After this a message is taken from whoever holds it. */
const LEASE_MS = 5_000;
const PEOPLE = 6;

describe('one of three servers stands still in the middle of its sends', () => {
  let dir: string;
  let apple: Apple;
  let database: ChaosDatabase;
  let servers: BarryProcess[] = [];
  let organisation: Organisation;
  const phones: SimulatedPhone[] = [];

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'barry-frozen-'));
    apple = await Apple.open(3, dir);
    database = await chaosDatabase();
    const first = await BarryProcess.start(database.url, apple.environment(0));
    servers = [first];
    const step = { simultaneous: PEOPLE, ringSeconds: 60, retries: 0, pauseSeconds: 0 };
    organisation = await makeOrganisation(first.origin, first.adminToken, PEOPLE, step);
    for (const i of [1, 2]) servers.push(await BarryProcess.start(database.url, apple.environment(i)));
    // Their apps are closed, and what they say goes to those that live on.
    const origins = servers.slice(1).map(({ origin }) => origin);
    for (const [i, { token, userId }] of organisation.responders.entries()) {
      const address = apple.address(`phone-${i}`);
      const phone = await SimulatedPhone.made(origins, token, userId, [address], 'ios');
      apple.deliverTo(phone, address.target.token);
      phones.push(phone);
    }
  }, 60_000);
  afterAll(async () => {
    for (const phone of phones) phone.close();
    for (const server of servers) await server.stop('SIGKILL');
    await apple?.close();
    await database?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const send = async (server: BarryProcess | undefined, name: string): Promise<void> => {
    const { status } = await rest(server?.origin ?? '', 'POST', organisation.hook, grafanaAlert(name));
    expect(status).toBe(200);
    acknowledged.push(name);
  };
  const acknowledged: string[] = [];
  const everybody = (isRinging: boolean) => (): boolean =>
    phones.every((phone) => phone.isRinging === isRinging);
  const rungSince = (sinceMs: number): number[] =>
    phones.map(({ rung }) => rung.find(({ atMs }) => atMs >= sinceMs)?.atMs ?? Infinity);
  const endAll = async (): Promise<void> => {
    for (const phone of phones) if (phone.isRinging) await phone.act('accept');
    await phones[0]?.until(everybody(false), 5_000 * crowding());
  };

  /** An alert whose pushes the first server has taken and not got rid of. Gives when it was sent. */
  const heldByTheFirst = async (name: string): Promise<number> => {
    for (let tries = 0; tries < 8; tries += 1) {
      const [sentMs, before] = [Date.now(), apple.pushes(0)];
      await send(servers[0], `${name}${tries}`);
      await phones[0]?.until(() => apple.pushes(0) > before || everybody(true)(), 10_000);
      if (apple.pushes(0) > before) return sentMs;
      // Another one was faster.
      await endAll();
    }
    throw new Error('The first server never took a message');
  };

  it(
    'its messages are sent by the others after the lease, and what it does when it is back changes nothing',
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        apple.line(0).mode = 'hang';
        const sentMs = await heldByTheFirst(`Round${round}-`);
        servers[0]?.freeze();
        const frozenMs = Date.now();
        await phones[0]?.until(everybody(true), LEASE_MS * 2 * crowding());
        const latestMs = Math.max(...rungSince(sentMs)) - sentMs;
        process.stdout.write(`frozen: the last of ${PEOPLE} rang after ${latestMs} ms\n`);
        // The lease, and one look of the others.
        expect(latestMs).toBeLessThan((LEASE_MS + 1_000) * crowding());

        // The others take new work meanwhile.
        const secondMs = Date.now();
        await send(servers[1], `Mean${round}`);
        // What it has locked is free at the latest after the five seconds that a transaction may be idle.
        const patienceMs = (LEASE_MS + 1_000) * crowding();
        await phones[0]?.until(() => rungSince(secondMs).every(Number.isFinite), patienceMs);
        const meanwhileMs = Math.max(...rungSince(secondMs)) - secondMs;
        process.stdout.write(`frozen: an alert meanwhile rang everybody after ${meanwhileMs} ms\n`);

        await pause(frozenMs + FROZEN_MS - Date.now());
        servers[0]?.thaw();
        // Its deadline has passed: it takes its sends for failed. Time for that, and for what would follow from it.
        await pause(3_000);
        expect(everybody(true)()).toBe(true);
        const again = await database.query(`select 1 from outbox where tries = 2 and state = 'done'`);
        expect(again.length).toBeGreaterThan(0);
        expect(await database.query(`select 1 from outbox where state = 'waiting'`)).toEqual([]);
        apple.line(0).mode = 'up';
        await endAll();
      }
      await everyCallIsOver(database);
      await nothingLost(database, acknowledged);
      await nothingTwice(database, phones);
      await nobodySkipped(database);
      await invariantsHold(database);
      expect(servers.every(({ isAlive }) => isAlive)).toBe(true);
    },
    60_000 + ROUNDS * (FROZEN_MS + 30_000),
  );
});
