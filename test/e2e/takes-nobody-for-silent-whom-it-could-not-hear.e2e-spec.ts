import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DatabaseLine } from '../harness/database-line.js';
import type { MadeIntegration } from '../harness/outside.js';
import { House } from '../harness/house.js';
import { SignsOfLife } from '../harness/signs-of-life.js';

/** A house is started: on a busy machine that takes its time. */
const HOUSE_MS = 60_000;
const TRIES = 200;

describe('a house that could not hear for a while', () => {
  const folder = mkdtempSync(join(tmpdir(), 'barry-deaf-'));
  const spool = join(folder, 'spool');
  let line: DatabaseLine;
  let signs: SignsOfLife;
  let cron: MadeIntegration;
  let id: string;
  let path: string;

  beforeAll(async () => {
    line = await DatabaseLine.toCluster();
    signs = await SignsOfLife.begin({ phones: false, line, environment: { BARRY_SPOOL_DIR: spool } });
  }, HOUSE_MS);
  beforeEach(async () => {
    cron = await signs.outside.integration('opsgenie-alerts', { name: 'Cron' });
    id = (await signs.heartbeat(cron.id))['heartbeatId'];
    path = await signs.address(id);
    // However long the last test was deaf.
    await signs.pass(5);
    await signs.house.advance(5);
    expect((await signs.ping(path))[0]).toBe(200);
    await signs.look();
  });
  afterEach(async () => {
    await signs.admin('DELETE', `/integrations/${cron.id}`);
  });
  afterAll(async () => {
    await signs.house.stop();
    line.close();
    rmSync(folder, { recursive: true });
  });

  const alerts = async (): Promise<number> => (await signs.alerts(cron.id)).length;
  /** The next beat is due, the database is away, and somebody beats; then it is back, and the time is over. */
  const beatsWhileAway = async (beat: () => Promise<number>, answer: number): Promise<string> => {
    await signs.pass(85);
    line.refuse();
    const beatAt = signs.house.clock.now().toISOString();
    try {
      expect(await beat()).toBe(answer);
    } finally {
      line.comeBack();
    }
    signs.house.clock.moveTo(signs.house.clock.nowMs() + 8_000);
    return beatAt;
  };
  /** Lines that were cut are found out one after the other. */
  const looked = async (): Promise<void> => {
    for (let tries = 1; ; tries += 1)
      try {
        return await signs.look();
      } catch (error) {
        if (tries >= TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
  };
  const until = async (isSo: () => Promise<boolean>): Promise<void> => {
    for (let tries = 0; tries < TRIES && !(await isSo()); tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await isSo()).toBe(true);
  };

  it('gives everybody the time to beat again before anybody counts as missing, and says that a beat may be lost', async () => {
    // As if it had been off itself: nobody looks, nobody hears.
    await signs.house.advance(600);
    await signs.look();
    await signs.pass(85);
    expect(await alerts()).toBe(0);
    await signs.pass(5);
    const [alert] = await signs.alerts(cron.id);
    expect(alert).toMatchObject({ kind: 'heartbeat', status: 'firing' });
    expect(alert?.['description']).toContain('Barry itself could not hear before');
  });

  it('believes nothing while a spool holds what came, and counts it from when it came', async () => {
    const ping = async (): Promise<number> =>
      (
        await signs.outside.send(
          'POST',
          '/v2/heartbeats/backup/ping',
          {},
          { authorization: `GenieKey ${cron.key}` },
        )
      ).status;
    // Whose key it is was asked before: that is remembered while nobody can be asked.
    expect(await ping()).toBe(202);
    const beatAt = await beatsWhileAway(ping, 202);
    await looked();
    expect(await alerts()).toBe(0);
    await until(() => Promise.resolve(readdirSync(spool).length === 0));
    expect(await signs.get(id)).toMatchObject({ state: 'beating', lastHeardAt: beatAt });
    await looked();
    expect(await alerts()).toBe(0);
  });

  it('remembers a ping that it could not write down, and tells its sender to try again', async () => {
    const beatAt = await beatsWhileAway(async () => {
      const answer = await fetch(signs.house.origin + path);
      expect(answer.headers.get('retry-after')).toBe('5');
      return answer.status;
    }, 503);
    await looked();
    expect(await alerts()).toBe(0);
    await until(async () => (await signs.get(id))['lastHeardAt'] === beatAt);
    await looked();
    expect([await alerts(), (await signs.get(id))['state']]).toEqual([0, 'beating']);
  });

  it('believes nothing that another process may still hold, the moment the database is back', async () => {
    const judge = await House.start({ joins: signs.house });
    try {
      await signs.pass(85);
      line.refuse();
      const beatAt = signs.house.clock.now().toISOString();
      expect((await fetch(signs.house.origin + path)).status).toBe(503);
      signs.house.clock.moveTo(signs.house.clock.nowMs() + 8_000);
      // Only whoever holds the beat was cut off: to the other all is as ever, and the time is over.
      await signs.look(judge);
      line.comeBack();
      expect(await alerts()).toBe(0);
      await until(async () => (await signs.get(id))['lastHeardAt'] === beatAt);
      await signs.look(judge);
      expect([await alerts(), (await signs.get(id))['state']]).toEqual([0, 'beating']);
    } finally {
      line.comeBack();
      await judge.stop();
    }
  });

  it('waits for the spool of another process, and not for ever', async () => {
    const told = async (): Promise<void> => {
      const until = new Date(signs.house.clock.nowMs() + 70_000);
      await signs.house.query(`update intake_ears set spooled_until = $1`, [until]);
    };
    // Nothing else is due: it is enough to look, as seldom as a house may that still hears.
    const minute = async (): Promise<void> => {
      await told();
      for (let looks = 0; looks < 5; looks += 1) {
        signs.house.clock.moveTo(signs.house.clock.nowMs() + 12_000);
        await signs.look();
      }
    };
    await signs.pass(85);
    await told();
    await signs.pass(30);
    expect(await alerts()).toBe(0);
    for (let minutes = 0; minutes < 14; minutes += 1) await minute();
    expect(await alerts()).toBe(0);
    await minute();
    expect(await alerts()).toBe(1);
    await signs.house.query(`update intake_ears set spooled_until = null`);
  });
});
