import { describe, expect, it } from '@jest/globals';
import { SystemClock } from '../platform/clock/system-clock.js';
import { runBarry } from './program.js';
import type { Screen } from './surroundings.js';

async function typed(...args: string[]): Promise<readonly [exit: number, out: string, err: string]> {
  const said = { out: '', err: '' };
  const screen = (name: 'out' | 'err'): Screen => ({
    write: (text) => (said[name] += text),
    isTerminal: false,
    columns: 80,
    rows: 24,
  });
  const exit = await runBarry(
    args,
    {
      environment: {
        servers: '127.0.0.1:1',
        token: 'barry_x',
        tokenFile: '/nowhere/token',
        wantsColour: false,
      },
      clock: new SystemClock(),
      out: screen('out'),
      err: screen('err'),
      timeZone: 'UTC',
      readInput: () => Promise.resolve(''),
    },
    '1.2.3',
  );
  return [exit, said.out, said.err];
}

describe('barry', () => {
  it('tells its version and explains itself', async () => {
    expect(await typed('--version')).toEqual([0, '1.2.3\n', '']);
    const [exit, out] = await typed('--help');
    expect(exit).toBe(0);
    for (const word of ['alert', 'escalate', 'oncall', 'BARRY_TOKEN', 'Exit codes'])
      expect(out).toContain(word);
  });

  it.each([
    [['escalat'], "unknown command 'escalat' (Did you mean escalate?)"],
    [['alert', 'trigger'], "missing required argument 'title'"],
    [['alert', 'trigger', 'x', '--label', 'y'], '--label y: write key=value'],
    [['alert', 'trigger', 'x', '--severity', 'bad'], /'--severity <word>' argument 'bad' is invalid/],
    [['alert', 'trigger', 'x'.repeat(256)], /^barry: USAGE: title: /],
    [['alert', 'resolve'], 'Say which alert: either --key KEY, or its id or number'],
    [['alert', 'resolve', 'x', '--key', 'y'], 'Say which alert: either --key KEY, or its id or number'],
    [['alert', 'resolve', 'x'], 'x: write ALT-12, or the id of the alert'],
    [['escalate', '--team', 'mail'], "required option '--title <text>' not specified"],
    [['escalate', '--title', 'x'], 'Say who is called: one of --team, --policy and --person'],
    [['escalate', '--title', 'x', '--team', 'a', '--person', 'b'], /one of --team/],
    [['escalate', '--title', 'x', '--policy', 'mail'], /policyId: /],
    [['escalate', '--title', 'x', '--team', 'a', '--timeout', 'y'], /--timeout y: write whole seconds/],
    [['oncall', '--at', 'noon'], /--at noon: write a time with its zone/],
    [['oncall', '--server', 'http://a'], '--server http://a: write host:port, without http://'],
  ] as const)('%j is wrong usage: 2, and one line that says why', async (args, why) => {
    const [exit, out, err] = await typed(...args);
    expect([exit, out]).toEqual([2, '']);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    if (typeof why === 'string') expect(err).toBe(`barry: USAGE: ${why}\n`);
    else expect(err).toMatch(why);
  });

  it('shows help and ends with 2 when nothing is asked of it', async () => {
    const [exit, , err] = await typed();
    expect(exit).toBe(2);
    expect(err).toContain('Usage: barry');
  });

  it('ends with 1 and one line when an authority cannot be read or no server answers', async () => {
    expect(await typed('oncall', '--ca', '/nowhere/ca.pem')).toEqual([
      1,
      '',
      'barry: CA_UNREADABLE: /nowhere/ca.pem cannot be read (ENOENT)\n',
    ]);
    expect(await typed('oncall')).toEqual([
      1,
      '',
      'barry: UNREACHABLE: 127.0.0.1:1 does not answer (ECONNREFUSED)\n',
    ]);
  });
});
