import { afterEach, describe, expect, it } from '@jest/globals';
import { barry, type Typed, type TypedOptions } from '../harness/command-line.js';
import { BrokenLine } from '../harness/broken-line.js';
import { makeWorld, type World } from '../harness/world.js';

/** Where nobody listens. */
const DEAD = '127.0.0.1:1';

let world: World;
let line: BrokenLine | undefined;
afterEach(async () => {
  line?.close();
  line = undefined;
  await world.house.stop();
});

const typed = (args: readonly string[], options: TypedOptions = {}): Typed =>
  barry(world.house, args, { token: world.people.D.token, ...options });
const trigger = ['alert', 'trigger', 'Queue is stuck', '--team', 'mail', '--key', 'queue'];
const alerts = async (): Promise<Record<string, unknown>[]> =>
  (await world.house.ok('GET', '/alerts', undefined, world.admin.token))['alerts'];

describe('barry alert', () => {
  it('trigger opens an alert that rings, resolve stops the ringing', async () => {
    world = await makeWorld();
    const { house, phones } = world;
    const more = ['--severity', 'critical', '--host', 'mx1', '--label', 'job=nightly', '--label', 'a=b=c'];
    const run = typed([...trigger, ...more, '--description', 'Look at the queue.']);
    expect([await run.exit, run.err.text]).toEqual([0, '']);
    expect(run.out.text).toBe(
      'ALT-1 is firing: Queue is stuck (critical)\n  key queue\n  mail: is called by ESC-1\n',
    );
    expect((await alerts())[0]).toMatchObject({
      title: 'Queue is stuck',
      severity: 'critical',
      host: 'mx1',
      labels: { job: 'nightly', a: 'b=c' },
      description: 'Look at the queue.',
      dedupKey: 'queue',
    });
    await house.advance(1);
    expect([phones.A.isRinging, phones.B.isRinging]).toEqual([true, true]);

    const over = typed(['alert', 'resolve', '--key', 'queue']);
    expect([await over.exit, over.out.text]).toEqual([0, 'ALT-1 is resolved: Queue is stuck\n']);
    await house.settle();
    expect([phones.A.isRinging, phones.B.isRinging]).toEqual([false, false]);
  });

  it('trigger counts on the alert that has the key, and resolve takes its number too', async () => {
    world = await makeWorld();
    await typed(trigger).exit;
    const again = typed(trigger);
    await again.exit;
    expect(again.out.text).toContain('ALT-1 is firing, counted 2 times: Queue is stuck');
    const over = typed(['alert', 'resolve', 'ALT-1', '--json']);
    expect(await over.exit).toBe(0);
    expect(JSON.parse(over.out.text)).toMatchObject({ number: 1, status: 'resolved', count: 2 });
    const unknown = typed(['alert', 'resolve', 'ALT-1']);
    expect([await unknown.exit, unknown.err.text]).toEqual([
      1,
      'barry: ALERT_UNKNOWN: ALT-1 is not firing\n',
    ]);
  });

  it('trigger says nothing when it shall be quiet', async () => {
    world = await makeWorld();
    const run = typed([...trigger, '--quiet']);
    expect([await run.exit, run.out.text, run.err.text]).toEqual([0, '', '']);
    expect(await alerts()).toHaveLength(1);
  });
});

describe('barry', () => {
  it('goes on to the next server when the first is dead', async () => {
    world = await makeWorld();
    const { address } = world.house.wire;
    const run = typed(['--server', DEAD, '--server', address, ...trigger], { server: DEAD });
    expect([await run.exit, run.err.text]).toEqual([0, '']);
    const byEnvironment = typed(trigger, { server: `${DEAD},${address}` });
    expect(await byEnvironment.exit).toBe(0);
    expect(await alerts()).toHaveLength(1);
  });

  it('raises an alert once where the line broke after it was raised', async () => {
    world = await makeWorld();
    line = await BrokenLine.to(world.house.wire.address);
    const run = typed(trigger, { server: `${line.address},${world.house.wire.address}` });
    expect([await run.exit, run.err.text, line.lost]).toEqual([0, '', 1]);
    expect((await alerts()).map((alert) => alert['count'])).toEqual([1]);
  });

  it('names every server that does not answer, in one line', async () => {
    world = await makeWorld();
    const run = typed(trigger, { server: `${DEAD},localhost:2` });
    expect(await run.exit).toBe(1);
    expect(run.err.text).toBe(
      `barry: UNREACHABLE: ${DEAD} does not answer (ECONNREFUSED); localhost:2 does not answer (ECONNREFUSED)\n`,
    );
  });

  it('ends with 1 and UNAUTHENTICATED when the token is wrong', async () => {
    world = await makeWorld();
    for (const args of [trigger, ['oncall'], ['escalate', '--team', 'mail', '--title', 'x']]) {
      const run = typed(args, { token: 'barry_wrong' });
      expect([await run.exit, run.out.text]).toEqual([1, '']);
      expect(run.err.text).toBe('barry: UNAUTHENTICATED: This credential is not valid, or not any more\n');
    }
  });

  it('ends with the code of the refusal when the server refuses', async () => {
    world = await makeWorld();
    const observer = await world.house.ok(
      'POST',
      '/users',
      { name: 'Eri', email: 'eri@example.org', password: 'correct horse battery', role: 'read-only' },
      world.admin.token,
    );
    expect(observer['role']).toBe('read-only');
    const { token } = await world.house.ok('POST', '/sign-in', {
      email: 'eri@example.org',
      password: 'correct horse battery',
    });
    const run = typed(trigger, { token });
    expect(await run.exit).toBe(1);
    expect(run.err.text).toBe('barry: FORBIDDEN: You may not do this\n');
    const lost = typed(['alert', 'resolve', '--key', 'nothing']);
    expect(await lost.exit).toBe(1);
    expect(lost.err.text).toBe('barry: ALERT_UNKNOWN: There is no alert with this key\n');
  });
});
