import { setTimeout as pause } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BarryProcess, type ChaosDatabase, chaosDatabase, ok } from './barry-process.js';
import { makeOrganisation, type Organisation } from './organisation.js';
import { SimulatedPhone } from './simulated-phone.js';

const SECRET = randomBytes(16).toString('hex');

describe('two Barries, of which one is lost altogether', () => {
  let databases: ChaosDatabase[] = [];
  let watcher: BarryProcess;
  const watched: BarryProcess[] = [];
  let operators: Organisation;
  let phone: SimulatedPhone;

  beforeAll(async () => {
    databases = [await chaosDatabase(), await chaosDatabase()];
    const [own, theirs] = databases;
    watcher = await BarryProcess.start(own?.url ?? '', {
      BARRY_WATCH_WATCHED_0_NAME: 'tokyo',
      BARRY_WATCH_WATCHED_0_SECRET: SECRET,
      BARRY_WATCH_WATCHED_0_TEAM: 'mail',
    });
    const step = { simultaneous: 1, ringSeconds: 60, retries: 0, pauseSeconds: 0 };
    operators = await makeOrganisation(watcher.origin, watcher.adminToken, 1, step);
    const [operator] = operators.responders;
    phone = await SimulatedPhone.enrol([watcher.origin], operator?.token ?? '', operator?.userId ?? '');
    for (let i = 0; i < 2; i += 1)
      watched.push(
        await BarryProcess.start(theirs?.url ?? '', {
          BARRY_WATCH_INSTALLATION: 'Tokyo',
          BARRY_WATCH_PEERS_0_URL: `${watcher.origin}/heartbeats/tokyo`,
          BARRY_WATCH_PEERS_0_SECRET: SECRET,
        }),
      );
  }, 60_000);
  afterAll(async () => {
    phone?.close();
    for (const server of [watcher, ...watched]) await server?.stop('SIGKILL');
    for (const database of databases) await database.close();
  });

  const state = async (): Promise<string> => {
    const view = await ok(watcher.origin, 'GET', '/watch', undefined, operators.adminToken);
    return String(view['watched'][0].state);
  };

  it('the operators of the other are rung within 60 s (invariant 25), and not for one replica', async () => {
    for (const end = Date.now() + 30_000; (await state()) !== 'beating'; await pause(200))
      if (Date.now() > end) throw new Error('No heartbeat arrived');
    // One replica is not all of it.
    await watched[0]?.stop('SIGKILL');
    await pause(35_000);
    expect([await state(), phone.rung.length]).toEqual(['beating', 0]);

    const lostMs = Date.now();
    await watched[1]?.stop('SIGKILL');
    await phone.until(() => phone.isRinging, 60_000);
    const tookMs = (phone.rung[0]?.atMs ?? Infinity) - lostMs;
    process.stdout.write(`watched: rung ${tookMs} ms after the loss\n`);
    expect(tookMs).toBeLessThan(60_000);
    expect(await databases[0]?.query(`select title, severity from alerts`)).toEqual([
      { title: 'Barry tokyo is silent', severity: 'critical' },
    ]);
    await phone.act('accept');
  }, 180_000);
});
