import { describe, expect, it } from '@jest/globals';
import type { Effect, RunEvent, RunKind } from './escalation.state.js';
import { newRun } from './escalation.state.js';
import { act, add, asleep, night, step } from './testing/night.js';
import type { PersonPlan } from './testing/phones.js';
import { sleeper } from './testing/phones.js';
import { World } from './testing/world.js';

// Each is the own test of one invariant of docs/invariants.md: small enough to say what broke. The properties, the
// matrix and the naive models beside it look for the same in everything that can happen.

const calls = (trace: readonly string[]): readonly string[] =>
  trace.filter((line) => line.endsWith(' called'));
const CRITICAL: RunEvent = { kind: 'severityRose', severity: 'critical' };

it('invariant 4: no acceptance is counted once enough have accepted, and nobody is called any more', () => {
  const plan = (userId: string): PersonPlan => (userId === 'A' ? act(10_000, 'accept') : sleeper);
  const world = night([['AB', { simultaneous: 2, retries: 1 }], ['C']], plan).until(10_000);
  const late: readonly RunEvent[] = [
    { kind: 'callAccepted', callId: '1/1/B/1', userId: 'B' },
    { kind: 'taken', userId: 'C' },
    CRITICAL,
    add('D'),
    { kind: 'skipStep' },
    { kind: 'alertFired' },
    { kind: 'due' },
  ];
  expect(late.map((event) => `${event.kind} ${world.apply('e1', event)}`)).toEqual([
    'callAccepted refused',
    'taken refused',
    'severityRose ignored',
    'targetsAdded ignored',
    'skipStep ignored',
    'alertFired ignored',
    'due ignored',
  ]);
  world.until(600_000);
  expect(world.run().acceptances.map(({ userId }) => userId)).toEqual(['A']);
  expect(calls(world.trace)).toEqual(['0.0 A called', '0.0 B called']);
});

it('invariant 10: never more at once than the step says and people have added, nobody twice, nobody else', () => {
  const world = night([['ABC', { simultaneous: 2, retries: 1 }], ['CD']], asleep, [
    [5_000, add('X')],
    [40_000, CRITICAL],
  ]);
  const seen = { most: 0, twice: 0, people: new Set<string>() };
  world.onChange = (_run, _before, after) => {
    const people = after.live.map(({ userId }) => userId);
    const added = after.queue.filter(({ slot, place }) => slot === 'own' && place.kind === 'calling').length;
    // Whoever was left behind by the rise and is in no slot of the step any more rings on beside it.
    const inStep = after.queue.filter(({ place }) => place.kind === 'calling').length - added;
    seen.most = Math.max(seen.most, inStep);
    seen.twice += people.length - new Set(people).size;
    for (const userId of people) seen.people.add(userId);
  };
  world.until(600_000);
  expect(seen).toEqual({ most: 2, twice: 0, people: new Set(['A', 'B', 'C', 'D', 'X']) });
});

it('invariant 11: a step begins when everybody before it is spent or a person skips it, and only a rise goes back', () => {
  const world = night([['A', { retries: 1 }], ['B', { retries: 1 }], ['C']], asleep, [
    [10_000, { kind: 'alertFired' }],
    // The second step is skipped while B rings; from the third one only a rise leads back.
    [100_000, { kind: 'skipStep' }],
    [105_000, { kind: 'severityRose', severity: 'unknown' }],
    [110_000, CRITICAL],
  ]).until(125_000);
  expect(calls(world.trace)).toEqual([
    '0.0 A called',
    // The pause of A is waited out, although nobody rings meanwhile.
    '45.1 A called',
    '75.2 B called',
    '100.0 C called',
    '110.0 A called',
  ]);
});

describe('invariant 22: who is never answered', () => {
  const endOf = (kind: RunKind, round = 1): readonly Effect[] => {
    const policy = {
      steps: [step],
      delaySeconds: 0,
      repeat: 0,
      decisionSeconds: 60,
      whenAlertsResolve: 'stop',
      lastResort: 'own',
    } as const;
    const run = newRun(policy, 'warning', { kind, round, requester: 'asker' });
    const world = new World({ run, candidates: [[{ userId: 'A', reachable: true }]], plan: asleep });
    world.at(0, () => world.apply('e1', { kind: 'start' }));
    world.until(600_000);
    expect(world.run().status).toBe('exhausted');
    return world.effects.map(({ effect }) => effect);
  };
  const opened = (effects: readonly Effect[]): readonly string[] =>
    effects.flatMap((effect) =>
      effect.kind === 'openLinked' ? [`${effect.as} ${effect.round} after ${effect.delaySeconds} s`] : [],
    );
  const told = (effects: readonly Effect[]): readonly string[] =>
    effects.flatMap((effect) => (effect.kind === 'inform' ? effect.userIds : []));

  it('comes to an end, which opens the last resort, then the list of the organisation, round after round', () => {
    expect(opened(endOf('first'))).toEqual(['last-resort 1 after 0 s']);
    expect(opened(endOf('last-resort'))).toEqual(['organisation 1 after 0 s']);
    expect(opened(endOf('organisation'))).toEqual(['organisation 2 after 300 s']);
    expect(opened(endOf('organisation', 100))).toEqual(['organisation 101 after 300 s']);
  });

  it('or, where somebody asked for more people, tells who asked', () => {
    for (const kind of ['additional', 'handover'] as const) {
      const effects = endOf(kind);
      expect(opened(effects)).toEqual([]);
      expect(told(effects)).toContain('asker');
    }
  });
});
