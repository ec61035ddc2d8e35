import { expect, it } from '@jest/globals';
import { newRun } from './escalation.state.js';
import type { PersonPlan } from './testing/phones.js';
import { deadDevice, goodPhone, sleeper } from './testing/phones.js';
import type { Policy, PolicyStep } from './policy.js';
import { World } from './testing/world.js';

const step: PolicyStep = { simultaneous: 2, ringSeconds: 30, retries: 1, pauseSeconds: 15, responders: 1 };
const policy: Policy = {
  steps: [step],
  delaySeconds: 0,
  repeat: 0,
  decisionSeconds: 60,
  whenAlertsResolve: 'stop',
  lastResort: 'own',
};
const team = ['A', 'B', 'C', 'D'].map((userId) => ({ userId, reachable: true }));

function world(plans: Record<string, PersonPlan | ((nth: number) => PersonPlan)>): World {
  const plan = (userId: string, nth: number): PersonPlan => {
    const given = plans[userId] ?? sleeper;
    return typeof given === 'function' ? given(nth) : given;
  };
  const opened = new World({ run: newRun(policy, 'warning'), candidates: [team], plan });
  opened.at(0, () => opened.apply('e1', { kind: 'start' }));
  return opened;
}

const answerThen = (afterMs: number, does: 'accept' | 'decline', laterMs: number): PersonPlan => ({
  ...sleeper,
  acts: [
    { afterMs, does: 'answer', by: 'app' },
    { afterMs: laterMs, does, by: 'app' },
  ],
});

it('timeline 1: a decline pulls the next one in; the second answers and accepts', () => {
  const told = world({
    A: { ...sleeper, acts: [{ afterMs: 9_100, does: 'decline', by: 'app' }] },
    B: answerThen(18_200, 'accept', 21_000),
  }).until(600_000);
  expect(told.trace).toEqual([
    '0.0 A called',
    '0.0 B called',
    '9.1 A declined',
    '9.1 C called',
    '18.2 B answered',
    '21.0 C cancelled',
    '21.0 told A C D: accepted',
    '21.0 e1 accepted',
    '21.0 B accepted',
  ]);
});

it('timeline 2: nobody; A has a dead device and a phone', () => {
  const told = world({ A: { devices: [deadDevice], phone: goodPhone, acts: [] } }).until(600_000);
  expect(told.trace).toEqual([
    '0.0 A called',
    '0.0 B called',
    '8.0 A phone',
    '30.1 B rang-out',
    '30.1 C called',
    '34.6 A rang-out',
    '34.6 D called',
    '60.2 C rang-out',
    '60.2 B called',
    '64.7 D rang-out',
    '64.7 A called',
    '72.7 A phone',
    '90.3 B rang-out',
    '90.3 C called',
    '99.3 A rang-out',
    '99.3 D called',
    '120.4 C rang-out',
    '129.4 D rang-out',
    '129.4 last-resort opened',
    '129.4 told A B C D: exhausted',
    '129.4 e1 exhausted',
  ]);
  expect(told.calls.get('e1:1/1/A/1')?.call.endedAt).toBe(34_600);
});

it('timeline 3: answered, then silent', () => {
  const told = world({
    A: (nth) =>
      nth === 1 ? { ...sleeper, acts: [{ afterMs: 10_000, does: 'answer', by: 'app' }] } : sleeper,
  });
  expect(told.until(70_000).trace).toEqual([
    '0.0 A called',
    '0.0 B called',
    '10.0 A answered',
    '30.1 B rang-out',
    '30.1 C called',
    '60.2 C rang-out',
    '60.2 D called',
    '70.0 A silent',
    '70.0 B called',
  ]);
  expect(told.run().queue.find((q) => q.userId === 'A')?.place).toEqual({ kind: 'pausing', until: 85_000 });
});

it('timeline 4: a storm joins; a rise in severity starts step 1 again and stops no ring', () => {
  const told = world({});
  told.at(40_000, () => told.apply('e1', { kind: 'severityRose', severity: 'warning' }));
  told.at(60_000, () => told.apply('e1', { kind: 'severityRose', severity: 'critical' }));
  expect(told.until(61_000).trace).toEqual([
    '0.0 A called',
    '0.0 B called',
    '30.1 A rang-out',
    '30.1 C called',
    '30.1 B rang-out',
    '30.1 D called',
    '60.2 C rang-out',
    '60.2 A called',
    '60.2 D rang-out',
    '60.2 B called',
  ]);
  expect(told.run()).toMatchObject({ severity: 'critical', cycle: 2, step: 1 });
});

it('timeline 5: a hand-over releases the giver only when the taker accepts', () => {
  const told = world({ A: answerThen(15_000, 'accept', 21_000), D: answerThen(8_000, 'accept', 12_000) });
  const hand = newRun({ ...policy, steps: [{ ...step, simultaneous: 1 }] }, 'warning', {
    kind: 'handover',
    requester: 'A',
  });
  told.at(300_000, () => {
    told.open('e2', hand, [[{ userId: 'D', reachable: true }]], 'e1');
    told.apply('e2', { kind: 'start' });
  });
  expect(told.until(600_000).trace.slice(-7)).toEqual([
    '21.0 A accepted',
    '300.0 D called',
    '308.0 D answered',
    '312.0 told A: accepted',
    '312.0 A released',
    '312.0 e2 accepted',
    '312.0 D accepted',
  ]);
  expect(told.run('e1').acceptances).toEqual([{ userId: 'A', at: 21_000 }]);
});

it('timeline 5, nobody takes it: the giver is told and stays; no last resort', () => {
  const hand = newRun({ ...policy, steps: [{ ...step, retries: 0 }] }, 'warning', {
    kind: 'handover',
    requester: 'A',
  });
  const only = new World({
    run: hand,
    candidates: [[{ userId: 'D', reachable: true }]],
    plan: () => sleeper,
  });
  only.at(0, () => only.apply('e1', { kind: 'start' }));
  expect(only.until(600_000).trace).toEqual([
    '0.0 D called',
    '30.1 D rang-out',
    '30.1 told D A: exhausted',
    '30.1 e1 exhausted',
  ]);
});

it('the last resort: exhausted, the own last resort, the organisation every five minutes, the watcher; a late acceptance stops it', () => {
  const told = new World({
    run: newRun({ ...policy, steps: [{ ...step, retries: 0 }] }, 'high'),
    candidates: [[{ userId: 'A', reachable: true }]],
    plan: (userId, nth) =>
      userId === 'A' && nth === 1
        ? { ...sleeper, acts: [{ afterMs: 1_500_000, does: 'accept', by: 'app' }] }
        : sleeper,
    linked: (opened) => ({
      run: newRun({ ...policy, steps: [{ ...step, retries: 0 }] }, 'high'),
      candidates: [[{ userId: opened.as === 'organisation' ? 'O' : 'L', reachable: true }]],
    }),
  });
  told.at(0, () => told.apply('e1', { kind: 'start' }));
  const lines = told.until(1_600_000).trace.filter((line) => !/rang-out|told \w+:|called/.test(line));
  expect(lines).toEqual([
    '30.1 last-resort opened',
    '30.1 e1 exhausted',
    '60.2 organisation opened',
    '60.2 e2 exhausted',
    '90.3 organisation opened',
    '90.3 e3 exhausted',
    '420.4 organisation opened',
    '420.4 e4 exhausted',
    '750.5 watcher told',
    '750.5 organisation opened',
    '750.5 e5 exhausted',
    '1080.6 organisation opened',
    '1080.6 e6 exhausted',
    '1410.7 organisation opened',
    '1410.7 e7 exhausted',
    '1500.0 e8 cancelled',
    '1500.0 e1 accepted',
    '1500.0 A accepted',
  ]);
});
