import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { barry, type Typed } from '../harness/command-line.js';
import { grafanaAlert, makePerson, makeWorld, type Person, type World } from '../harness/world.js';

describe('barry canary', () => {
  let world: World;
  let bird: Person;
  let folder: string;
  beforeEach(async () => {
    world = await makeWorld();
    bird = await makePerson(world.house, world.admin, 'Bird');
    folder = mkdtempSync(join(tmpdir(), 'barry-canary-'));
  });
  afterEach(async () => {
    await world.house.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const file = (): string => join(folder, 'canary.json');
  const typed = (token: string | undefined, ...more: string[]): Typed =>
    barry(world.house, ['canary', '--device', file(), ...more], token === undefined ? {} : { token });
  const device = async (): Promise<{ deviceId: string; connected: boolean } | undefined> =>
    (await world.house.ok('GET', `/devices?userId=${bird.userId}`, undefined, bird.token))['devices'][0];
  const connected = async (): Promise<void> => {
    while (!(await device())?.connected) await new Promise((resolve) => setImmediate(resolve));
  };
  const call = async (title: string): Promise<void> => {
    await world.house.ok('POST', '/escalations', { userIds: [bird.userId], title }, world.people.A.token);
    await world.house.settle();
  };
  const receipts = async (): Promise<object[]> =>
    world.house.query(`select kind from receipts r join devices d on d.id = r.device_id
      where d.user_id = '${bird.userId}' order by r.seq`);

  it('enrols, proves the ring that reaches it, and ends after it when asked to', async () => {
    const run = typed(bird.token, '--once');
    await connected();
    await call('Are you there?');
    expect([await run.exit, run.err.text]).toEqual([0, '']);
    expect(run.out.text).toMatch(
      /Waits for rings\.\n\S+ {2}delivered {2}Are you there\?\n\S+ {2}ringing {2}Are/,
    );
    expect(await receipts()).toMatchObject([{ kind: 'delivered' }, { kind: 'ringing' }]);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('goes on with the device of its file, hears of nobody else’s rings, and ends when the device is removed', async () => {
    const first = typed(bird.token, '--once');
    await connected();
    await call('First');
    await first.exit;
    // No token of a person any more.
    const run = typed(undefined);
    await run.out.until('Waits for rings');
    await connected();
    await world.house.ok('POST', world.hook, grafanaAlert('Somebody else'));
    await world.house.settle();
    const { deviceId } = (await device()) ?? { deviceId: '' };
    await world.house.ok('DELETE', `/devices/${deviceId}`, undefined, bird.token);
    await world.house.settle();
    expect(await run.exit).toBe(1);
    expect(run.err.text).toMatch(/^barry: UNAUTHENTICATED: /);
    expect(run.out.text).not.toContain('Somebody else');
  });
});
