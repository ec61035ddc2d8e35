import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Seeded } from '../harness/seeded.js';
import { grafanaAlert } from '../harness/world.js';
import { Apple } from './apple.js';
import { BarryProcess, type ChaosDatabase, chaosDatabase, rest } from './barry-process.js';
import { CutLine } from './cut-line.js';
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

/** More by hand: npm run prove -- "cut lines" */
const SEED = Number(process.env['BARRY_CHAOS_SEED'] ?? 1);
const ALERTS = Number(process.env['BARRY_CHAOS_ALERTS'] ?? 10);
/** Of a hundred commits. */
const SHARE = 5;

describe('three servers whose lines to the database are cut at commits, and phones whose streams are cut', () => {
  const seeded = new Seeded(SEED);
  let dir: string;
  let apple: Apple;
  let database: ChaosDatabase;
  let organisation: Organisation;
  const servers: BarryProcess[] = [];
  /** Server to database, and phone to server. */
  const [deep, near]: [CutLine[], CutLine[]] = [[], []];
  const phones: SimulatedPhone[] = [];
  const acknowledged: string[] = [];

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'barry-cut-'));
    apple = await Apple.open(3, dir);
    database = await chaosDatabase();
    const step = { simultaneous: 2, ringSeconds: 10, retries: 0, pauseSeconds: 0 };
    for (let i = 0; i < 3; i += 1) {
      const line = await CutLine.to(database.url, seeded);
      const server = await BarryProcess.start(line.url(database.url), apple.environment(i));
      deep.push(line);
      servers.push(server);
      near.push(await CutLine.to(server.origin, seeded));
      // The next one makes another link.
      if (i === 0) organisation = await makeOrganisation(server.origin, server.adminToken, 6, step);
    }
    const origins = servers.map(({ origin }, i) => (near[i]?.url(origin) ?? '').replace(/\/$/, ''));
    for (const [i, { token, userId }] of organisation.responders.entries()) {
      const own = [...origins.slice(i % 3), ...origins.slice(0, i % 3)];
      // Without a push somebody whose stream was cut a moment ago could not be called at all.
      const address = apple.address(`phone-${i}`);
      const phone = await SimulatedPhone.enrol(own, token, userId, [address]);
      apple.deliverTo(phone, address.target.token);
      phones.push(phone);
    }
    await pause(300);
  }, 60_000);
  afterAll(async () => {
    for (const phone of phones) phone.close();
    for (const line of [...near, ...deep]) line.close();
    for (const server of servers) await server.stop('SIGKILL');
    await apple?.close();
    await database?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  /** A sender that hears nothing, or a 503, sends again. */
  const send = async (name: string): Promise<void> => {
    for (let tries = 0; tries < 20; tries += 1) {
      const server = seeded.one(servers);
      const status = await rest(server.origin, 'POST', organisation.hook, grafanaAlert(name)).then(
        (answer) => answer.status,
        () => 0,
      );
      expect([0, 200, 503]).toContain(status);
      if (status === 200) return void acknowledged.push(name);
      await pause(50);
    }
    throw new Error(`${name} was never taken`);
  };

  it('loses nothing, rings nobody twice and passes nobody over; a phone that comes back sees its ring', async () => {
    for (const line of deep) line.cutCommits(SHARE, 40);
    for (let i = 0; i < ALERTS; i += 1) {
      await Promise.all([send(`A${i}`), send(`B${i}`)]);
      if (i % 4 === 0) seeded.one(near).cut();
      const [thumb] = phones.filter((phone) => phone.isRinging && seeded.chance(0.3));
      await thumb?.act(seeded.one(['decline', 'accept'])).catch(() => 0);
      await pause(seeded.between(20, 300));
    }
    for (const line of deep) line.heal();
    const cuts = deep.reduce(
      (sum, line) => ({ before: sum.before + line.cuts.before, after: sum.after + line.cuts.after }),
      { before: 0, after: 0 },
    );

    // No push comes through, its stream breaks, the alert comes, and it is back: it rings.
    for (const server of servers.keys()) apple.line(server).mode = 'down';
    for (const line of near) line.cut();
    const cutMs = Date.now();
    await send('Last');
    const rungAfter = (): number[] =>
      phones.flatMap(({ rung }) => rung.filter(({ atMs }) => atMs >= cutMs).map(({ atMs }) => atMs));
    await phones[0]?.until(() => rungAfter().length > 0, 5_000 * crowding());
    process.stdout.write(
      `cut lines: ${JSON.stringify({ ...cuts, alerts: acknowledged.length })}, a ring ${Math.min(...rungAfter()) - cutMs} ms after the streams were cut\n`,
    );
    expect(cuts.before).toBeGreaterThan(2);
    expect(cuts.after).toBeGreaterThan(2);

    for (const end = Date.now() + 30_000; Date.now() < end; await pause(100)) {
      for (const phone of phones) if (phone.isRinging) await phone.act('accept').catch(() => 0);
      const live = await database.query(`select 1 from calls where due_at is not null limit 1`);
      if (live.length === 0) break;
    }
    // Where everybody refused, the organisation's list is called every five minutes.
    const waiting = await database.query<{ id: string }>(
      `select id from escalations where due_at is not null`,
    );
    for (const { id } of waiting)
      await rest(servers[0]?.origin ?? '', 'POST', `/escalations/${id}/cancel`, {}, organisation.adminToken);
    await everyCallIsOver(database);
    await nothingLost(database, acknowledged);
    await nothingTwice(database, phones, 6);
    await nobodySkipped(database);
    await invariantsHold(database);
    expect(servers.every(({ isAlive }) => isAlive)).toBe(true);
  }, 150_000);
});
