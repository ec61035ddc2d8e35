import type { Json } from '../harness/json.js';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../../src/cli/api-client.js';
import { follow } from '../../src/cli/follow.js';
import type { EscalationView } from '../../src/modules/escalation/escalation.dto.js';
import { SystemClock } from '../../src/platform/clock/system-clock.js';
import { Metrics } from '../../src/platform/observability/metrics.js';
import { barry, type Typed } from '../harness/command-line.js';
import { makeWorld, type World } from '../harness/world.js';

let world: World;
afterEach(() => world.house.stop());

const typed = (...args: string[]): Typed =>
  barry(world.house, ['escalate', ...args], { token: world.people.D.token });
const escalations = async (): Promise<Json[]> =>
  (await world.house.ok('GET', '/escalations', undefined, world.admin.token))['escalations'];
const last = (run: Typed): string | undefined => run.out.text.trimEnd().split('\n').at(-1);

describe('barry escalate', () => {
  it('shows each stage of each person as it happens, and ends with 0 when somebody takes it', async () => {
    world = await makeWorld();
    const { house, phones } = world;
    const run = typed('--team', 'mail', '--title', 'Queue is stuck', '--severity', 'critical');
    await run.out.until('Ben   calling');
    await house.advance(1);
    await run.out.until('Ben   ringing');
    await phones.A.decline('driving');
    await run.out.until('cannot: driving');
    await house.advance(1);
    await phones.B.answer();
    await run.out.until('Ben   answered');
    await house.advance(2);
    await phones.B.accept();
    expect([await run.exit, run.err.text]).toEqual([0, '']);
    // Two phones prove it in the same instant, in either order.
    expect(run.out.text.trimEnd().split('\n').toSorted()).toEqual([
      '    0.0 s  Aoi   calling',
      '    0.0 s  Ben   calling',
      '    0.1 s  Aoi   sent',
      '    0.1 s  Ben   sent',
      '    0.8 s  Aoi   ringing',
      '    0.8 s  Ben   ringing',
      '    1.0 s  Aoi   cannot: driving',
      '    1.0 s  Chie  calling',
      '    1.1 s  Chie  sent',
      '    1.8 s  Chie  ringing',
      '    2.0 s  Ben   answered',
      '    4.0 s  Ben   takes it',
      '    4.0 s  Chie  stopped',
      'Ben took ESC-1 after 4.0 s.',
      'ESC-1 calls mail: Queue is stuck (critical)',
    ]);
    expect(run.out.text).toMatch(/^ESC-1 calls/);
    const seconds = run.out.text.match(/^ +\d+\.\d(?= s)/gm)?.map(Number) ?? [];
    expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
  });

  it('ends with 3 when nobody takes it, the last resort neither', async () => {
    world = await makeWorld();
    const { house } = world;
    const run = typed('--team', 'mail', '--title', 'Queue is stuck');
    await run.out.until('Ben   calling');
    await house.advance(300);
    expect(await run.exit).toBe(3);
    expect(run.out.text).toMatch(/^ {3}30\.\d s {2}Aoi {3}did not answer$/m);
    expect(run.out.text).toContain('ESC-2 calls the last-resort list of the organisation for mail');
    expect(run.out.text).toContain('nobody there can be reached');
    expect(last(run)).toMatch(/^Nobody took ESC-1\. The last-resort list .* is called again/);
  });

  it('goes on with the last resort, and ends with 0 when somebody of it takes it', async () => {
    world = await makeWorld();
    const { house, admin } = world;
    const phone = await house.phones.enrol(house, admin.token, 'phone-admin');
    const run = typed('--team', 'mail', '--title', 'Queue is stuck');
    await run.out.until('Ben   calling');
    for (let seconds = 0; seconds < 300 && !phone.isRinging; seconds += 5) await house.advance(5);
    await run.out.until('Admin  ringing');
    await phone.accept();
    expect(await run.exit).toBe(0);
    expect(last(run)).toMatch(/^Admin took ESC-2 after \d+\.\d s\.$/);
  });

  it('ends with 4 when it is cancelled', async () => {
    world = await makeWorld();
    const { house, people } = world;
    const run = typed('--team', 'mail', '--title', 'Queue is stuck');
    await run.out.until('Ben   calling');
    const [one] = await escalations();
    await house.ok('POST', `/escalations/${one?.['escalationId']}/cancel`, {}, people.A.token);
    await house.settle();
    expect([await run.exit, last(run)]).toEqual([4, 'ESC-1 was cancelled.']);
  });

  it('ends with 5 after --timeout, and the calling goes on', async () => {
    world = await makeWorld();
    const run = typed('--team', 'mail', '--title', 'Queue is stuck', '--timeout', '1');
    expect([await run.exit, last(run)]).toEqual([5, 'Nobody has taken ESC-1 yet; the calling goes on.']);
    expect((await escalations())[0]).toMatchObject({ status: 'calling' });
  });

  it('calls people by their e-mail addresses, with a message from standard input, and need not wait', async () => {
    world = await makeWorld();
    const { house, people, phones } = world;
    const args = ['escalate', '--person', people.B.email, people.C.email, '--title', 'Look', '--no-wait'];
    const run = barry(house, [...args, '--message', '-', '--json'], {
      token: people.D.token,
      input: 'rack C-14\n',
    });
    expect(await run.exit).toBe(0);
    expect(JSON.parse(run.out.text)).toMatchObject({
      title: 'Look',
      message: 'rack C-14\n',
      startedByName: 'Dan',
      status: 'calling',
    });
    await house.advance(1);
    expect([phones.B.isRinging, phones.C.isRinging, phones.A.isRinging]).toEqual([true, true, false]);
  });

  it('draws a board on a terminal, with one line for each person', async () => {
    world = await makeWorld();
    const { house, people, phones } = world;
    const args = ['escalate', '--team', 'mail', '--title', 'Queue is stuck'];
    const run = barry(house, args, { token: people.D.token, isTerminal: true });
    await run.out.until('Ben   calling');
    await house.advance(1);
    await run.out.until('Ben   sent 0.1  ringing 0.8');
    await phones.A.accept();
    expect(await run.exit).toBe(0);
    const screen = run.out.text.split('\u001b[J').at(-1)?.split('\n');
    expect(screen).toEqual([
      'ESC-1 calls mail: Queue is stuck (high)  accepted',
      '  Aoi   sent 0.1  ringing 0.8  takes it 1.0',
      '  Ben   sent 0.1  ringing 0.8  stopped 1.0',
      '  next: Chie, Dan',
      'Ctrl-C ends the watching, not the calling.',
      'Aoi took ESC-1 after 1.0 s.',
      '',
    ]);
  });

  it('hears of every change from the stream of events, and need not ask again and again', async () => {
    world = await makeWorld();
    const { house, people, phones, teamId } = world;
    const started = await house.ok('POST', '/escalations', { teamId, title: 'x' }, people.D.token);
    const clock = new SystemClock();
    const api = new ApiClient({ servers: [house.wire.address], token: people.D.token, clock });
    const HOUR_MS = 3_600_000;
    const end = follow(api, started as EscalationView, {
      clock,
      pollMs: HOUR_MS,
      show: () => undefined,
      troubled: () => undefined,
    });
    const streams = async () => (await house.get(Metrics).streams.get()).values[0]?.value ?? 0;
    while ((await streams()) === 0) await new Promise((resolve) => setImmediate(resolve));
    await house.advance(1);
    await phones.A.accept();
    expect(await end).toMatchObject({ outcome: 'taken' });
    api.close();
  });

  it('says which team does not exist, and which might be meant', async () => {
    world = await makeWorld();
    const run = typed('--team', 'mai', '--title', 'x');
    expect(await run.exit).toBe(1);
    expect(run.err.text).toBe('barry: TEAM_UNKNOWN: There is no team mai; did you mean mail?\n');
    expect(run.out.text).toBe('');
  });
});
