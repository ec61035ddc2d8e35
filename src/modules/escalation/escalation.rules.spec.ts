import { expect, it } from '@jest/globals';
import { LIMITS, longestCallMs } from './limits.js';
import { isAbove, SEVERITIES } from './policy.js';
import { act, add, asleep, night } from './testing/night.js';
import type { DevicePlan, PersonPlan } from './testing/phones.js';
import { deadDevice, goodDevice, sleeper } from './testing/phones.js';
import type { World } from './testing/world.js';

// The decisions that the tables alone left open; each is a sentence for the person on call.

it('somebody added by a person rings at once, on a slot of their own, and so do their retries', () => {
  const { trace } = night([['AB', { retries: 1 }]], asleep, [[5_000, add('X')]]).until(61_000);
  expect(trace).toEqual([
    '0.0 A called',
    '5.0 X called',
    '30.1 A rang-out',
    '30.1 B called',
    '35.1 X rang-out',
    '50.1 X called',
    '60.2 B rang-out',
    '60.2 A called',
  ]);
});

it('whoever declined is not called again in this cycle, in no step, unless a person asks for them', () => {
  const declines = (userId: string): PersonPlan => (userId === 'A' ? act(5_000, 'decline') : sleeper);
  const { trace } = night([['AB'], ['AC']], declines, [[10_000, add('A')]]).until(36_000);
  expect(trace).toEqual([
    '0.0 A called',
    '5.0 A declined',
    '5.0 B called',
    '10.0 A called',
    '15.0 A declined',
    '35.1 B rang-out',
    '35.1 C called',
  ]);
});

it('a repeated ladder keeps the pauses: nobody is rung in the second after they declined', () => {
  const { trace } = night([['A']], () => act(5_000, 'decline'), [], { repeat: 1 }).until(600_000);
  expect(trace.slice(0, 4)).toEqual(['0.0 A called', '5.0 A declined', '20.0 A called', '25.0 A declined']);
});

it('skipping the last step opens the last resort now; the run is exhausted when its last call has ended', () => {
  const { trace } = night([['AB']], asleep, [[5_000, { kind: 'skipStep' }]]).until(600_000);
  expect(trace).toEqual([
    '0.0 A called',
    '5.0 last-resort opened',
    '30.1 A rang-out',
    '30.1 told A: exhausted',
    '30.1 e1 exhausted',
  ]);
});

it('a call that was left behind by a skip may still be accepted', () => {
  const accepts = (userId: string): PersonPlan => (userId === 'A' ? act(20_000, 'accept') : sleeper);
  const { trace } = night([['A'], ['B']], accepts, [[5_000, { kind: 'skipStep' }]]).until(600_000);
  expect(trace).toEqual([
    '0.0 A called',
    '5.0 B called',
    '20.0 B cancelled',
    '20.0 told B: accepted',
    '20.0 e1 accepted',
    '20.0 A accepted',
  ]);
});

it('an old card counts: its decline and its acceptance stop the newer call of the same person', () => {
  const late =
    (does: 'accept' | 'decline') =>
    (_: string, nth: number): PersonPlan =>
      nth === 1 ? act(50_000, does) : sleeper;
  const steps = [['A', { retries: 1 }]] as const;
  expect(night(steps, late('decline')).until(50_000).trace).toEqual(
    expect.arrayContaining(['45.1 A called', '50.0 A cancelled', '50.0 A declined']),
  );
  expect(night(steps, late('accept')).until(50_000).trace).toEqual([
    '0.0 A called',
    '30.1 A rang-out',
    '45.1 A called',
    '50.0 A cancelled',
    '50.0 e1 accepted',
    '50.0 A accepted',
  ]);
});

it('a flap during the delay wakes nobody, whatever the setting', () => {
  const { trace } = night([['A']], asleep, [[5_000, { kind: 'alertsResolved' }]], {
    delaySeconds: 20,
    whenAlertsResolve: 'go-on',
  }).until(600_000);
  expect(trace).toEqual(['5.0 e1 resolved']);
});

it('resolved alerts stop the ringing unless somebody is reading; having been silent is not reading', () => {
  const reads = (userId: string, nth: number): PersonPlan =>
    userId === 'A' && nth === 1 ? act(5_000, 'answer') : sleeper;
  const resolvedAt = (at: number): World =>
    night([['AB']], reads, [[at, { kind: 'alertsResolved' }]]).until(at);
  expect(resolvedAt(10_000).run().status).toBe('calling');
  expect(resolvedAt(70_000).run().status).toBe('resolved');
});

it('a rise in severity ends no delay and never lengthens one', () => {
  const { trace } = night([['A']], asleep, [[15_000, { kind: 'severityRose', severity: 'critical' }]], {
    delaySeconds: 20,
  }).until(21_000);
  expect(trace).toEqual(['20.0 A called']);
});

it('a person who adds people or skips ends the delay', () => {
  const added = night([['A']], asleep, [[5_000, add('X')]], { delaySeconds: 20 }).until(6_000);
  expect(added.trace).toEqual(['5.0 A called', '5.0 X called']);
});

it('a call that never ends is looked at once more and then counts as silence: no slot is lost to a bug of ours', () => {
  const world = night([['AB']], asleep);
  world.until(0);
  const [key] = [...world.calls.keys()];
  const row = world.calls.get(key ?? '')!;
  const limitMs = longestCallMs(30, 60) + LIMITS.backstopMs;
  // The call's own timer is lost.
  world.calls.set(key ?? '', {
    ...row,
    call: { ...row.call, status: 'reading', dueAt: null, decideBy: null },
  });
  expect(world.until(limitMs).trace.at(-1)).toBe(`${(limitMs / 1000).toFixed(1)} finding: backstop-fired`);
  expect(
    world
      .until(2 * limitMs)
      .trace.slice(-3)
      .map((line) => line.split(' ').slice(1).join(' ')),
  ).toEqual(['finding: backstop-fired', 'A cancelled', 'B called']);
});

const refusing = (answer: 'refused' | 'gone'): PersonPlan => ({
  devices: [{ ...goodDevice, send: { afterMs: 100, answer } }],
  phone: null,
  acts: [],
});

it('nothing went out and no phone: the next person at once; a provider that refused is tried again, a dead address is not', () => {
  const refused = night([['AB', { retries: 1 }]], (userId) =>
    userId === 'A' ? refusing('refused') : sleeper,
  ).until(31_000);
  expect(refused.trace).toEqual([
    '0.0 A called',
    '0.1 A unsent',
    '0.1 B called',
    '30.2 B rang-out',
    '30.2 A called',
    '30.3 A unsent',
  ]);
  const gone = night([['AB', { retries: 1 }]], (userId) =>
    userId === 'A' ? refusing('gone') : sleeper,
  ).until(31_000);
  expect(gone.trace).toEqual(['0.0 A called', '0.1 A unreachable', '0.1 B called', '30.2 B rang-out']);
});

it('do-not-disturb on the only device: phone at once; on one of two, the eight seconds run', () => {
  const muted = { ...deadDevice, suppressedMs: 700 };
  const phone = { ringingMs: 1_600, pickUpMs: null, overMs: null };
  expect(night([['A']], () => ({ devices: [muted], phone, acts: [] })).until(9_000).trace).toContain(
    '0.7 A phone',
  );
  expect(
    night([['A']], () => ({ devices: [muted, { ...deadDevice, id: 'tablet' }], phone, acts: [] })).until(
      9_000,
    ).trace,
  ).toContain('8.0 A phone');
});

it('a browser that rings proves nothing: the emergency app rings at five seconds, the phone at eight', () => {
  const browser: DevicePlan = { ...goodDevice, id: 'browser', proof: 'weak' };
  const emergency: DevicePlan = { ...deadDevice, id: 'emergency', variant: 'emergency', ringingMs: 9_000 };
  const phone = { ringingMs: 1_600, pickUpMs: null, overMs: null };
  const world = night([['A']], () => ({ devices: [browser, emergency], phone, acts: [] })).until(600_000);
  expect(world.rings.map(({ deviceId, from }) => [deviceId, from])).toEqual([
    ['browser', 800],
    ['emergency', 14_000],
  ]);
  expect(world.trace).toContain('8.0 A phone');
});

it('what could not be sent is tried again after two seconds at the earliest, whatever the pause of the policy', () => {
  const again = (pauseSeconds: number): readonly string[] =>
    night([['A', { retries: 1, pauseSeconds }]], () => refusing('refused'))
      .until(31_000)
      .trace.slice(0, 3);
  expect(again(0)).toEqual(['0.0 A called', '0.1 A unsent', '2.1 A called']);
  expect(again(20)).toEqual(['0.0 A called', '0.1 A unsent', '20.1 A called']);
  const rangOut = night([['A', { retries: 1, pauseSeconds: 0 }]], asleep).until(31_000).trace;
  expect(rangOut).toEqual(['0.0 A called', '30.1 A rang-out', '30.1 A called']);
});

it('an unknown severity is the lowest: every other one is a rise above it', () => {
  expect(SEVERITIES.map((severity) => isAbove(severity, 'unknown'))).toEqual([false, true, true, true, true]);
  expect(SEVERITIES.some((severity) => isAbove('unknown', severity))).toBe(false);
});

it('a stored step without a slot still rings somebody', () => {
  expect(night([['AB', { simultaneous: 0 }]], asleep).until(1_000).trace).toEqual(['0.0 A called']);
});

it('a policy without steps is exhausted at once, and not in silence', () => {
  expect(night([], asleep).until(1_000).trace).toEqual([
    '0.0 finding: nobody-to-call',
    '0.0 last-resort opened',
    '0.0 e1 exhausted',
  ]);
});
