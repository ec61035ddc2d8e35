import { describe, expect, it } from '@jest/globals';
import { heldUntil } from './budget.rules.js';
import type { RunEvent } from './escalation.state.js';
import { newRun } from './escalation.state.js';
import { explain, explainFor } from './explain.rules.js';
import type { Policy, PolicyStep, Severity } from './policy.js';
import type { PersonPlan } from './testing/phones.js';
import { act, add, asleep, step } from './testing/night.js';
import { World } from './testing/world.js';

const MINUTE = 60_000;
const budget = { rings: 3, minutes: 10 };

describe('until when somebody is left alone', () => {
  it('is when the oldest of so many rings leaves the window', () => {
    expect(heldUntil([9 * MINUTE, 5 * MINUTE, 2 * MINUTE, 0], budget, 9 * MINUTE)).toBe(12 * MINUTE);
  });

  it('is never for whoever was rung less often, or longer ago, or where nothing is set', () => {
    expect(heldUntil([9 * MINUTE, 5 * MINUTE], budget, 9 * MINUTE)).toBeUndefined();
    expect(heldUntil([9 * MINUTE, 5 * MINUTE, 2 * MINUTE], budget, 12 * MINUTE)).toBeUndefined();
    expect(heldUntil([1, 1, 1, 1], { ...budget, rings: 0 }, 1)).toBeUndefined();
  });
});

/** One letter a person; who is in `held` was rung often and is left alone until then. */
function night(
  steps: readonly (readonly [string, Partial<PolicyStep>?])[],
  held: Readonly<Record<string, number>>,
  plan: (userId: string, nth: number) => PersonPlan = asleep,
  events: readonly (readonly [number, RunEvent])[] = [],
  severity: Severity = 'warning',
): World {
  const policy: Policy = {
    steps: steps.map(([, part]) => ({ ...step, ...part })),
    delaySeconds: 0,
    repeat: 0,
    decisionSeconds: 60,
    whenAlertsResolve: 'stop',
    lastResort: 'own',
  };
  const candidates = steps.map(([people]) =>
    [...people].map((userId) => {
      const until = held[userId];
      return { userId, reachable: true, ...(until === undefined ? {} : { heldUntil: until }) };
    }),
  );
  const world = new World({ run: newRun(policy, severity), candidates, plan });
  world.at(0, () => world.apply('e1', { kind: 'start' }));
  for (const [at, event] of events) world.at(at, () => world.apply('e1', event));
  return world;
}

const calls = (world: World): readonly string[] => world.trace.filter((line) => / called$/.test(line));
const names = (id: string): string => ({ A: 'Anna', B: 'Ben', C: 'Chie' })[id] ?? id;

describe('whoever has been rung often', () => {
  it('is left alone while others of the step ring, takes no slot, and comes when the time is over', () => {
    const world = night([['ABC', { simultaneous: 1 }]], { A: 20_000 });
    expect(calls(world.until(120_000))).toEqual(['0.0 B called', '30.1 A called', '60.2 C called']);
  });

  it('rings at once when the time is over and a slot is free', () => {
    const world = night([['AB', { simultaneous: 2 }]], { A: 20_000 });
    expect(calls(world.until(60_000))).toEqual(['0.0 B called', '20.0 A called']);
  });

  it('rings all the same before the step is left: nobody is passed over for having been rung', () => {
    const world = night([['AB'], ['C']], { A: 900_000 });
    expect(calls(world.until(120_000))).toEqual(['0.0 B called', '30.1 A called', '60.2 C called']);
  });

  it('rings at once where everybody of the step has been rung often', () => {
    const held = { A: 900_000, B: 900_000 };
    const world = night([['AB', { simultaneous: 1, retries: 1 }]], held).until(200_000);
    // Not held back a second time: between two tries of one the other rings.
    expect(calls(world)).toEqual(['0.0 A called', '30.1 B called', '60.2 A called', '90.3 B called']);
    expect((world.logs.get('e1') ?? []).slice(0, 1).flatMap((row) => explain(row, names, 'en'))).toEqual([
      'The escalation started.',
      'Step 1 starts.',
      'Anna was rung often in the last minutes and is left alone for 900 s, while others of this step can be called.',
      'Ben was rung often in the last minutes and is left alone for 900 s, while others of this step can be called.',
      'Anna is called all the same: nobody else of this step is left.',
      'Ben is called all the same: nobody else of this step is left.',
      'Anna is called.',
    ]);
  });

  it('is not held back from what is critical, from the moment it is', () => {
    const held = { A: 900_000 };
    expect(calls(night([['AB']], held, asleep, [], 'critical').until(1_000))).toEqual(['0.0 A called']);
    const rises: readonly (readonly [number, RunEvent])[] = [
      [5_000, { kind: 'severityRose', severity: 'critical' }],
    ];
    const rose = night([['AB', { simultaneous: 2 }]], held, asleep, rises).until(6_000);
    expect(calls(rose)).toEqual(['0.0 B called', '5.0 A called']);
  });

  it('is called when a person asks for them', () => {
    const world = night([['AB']], { A: 900_000 }, asleep, [[5_000, add('A')]]).until(6_000);
    expect(calls(world)).toEqual(['0.0 B called', '5.0 A called']);
  });

  it('is not held back for the retry of somebody who declined', () => {
    const world = night([['AB']], { A: 900_000 }, (userId) =>
      userId === 'B' ? act(4_000, 'decline') : asleep(),
    );
    expect(calls(world.until(10_000))).toEqual(['0.0 B called', '4.0 A called']);
  });

  it('reads why, in both languages, and who took it instead', () => {
    const world = night([['AB']], { A: 240_000 }, () => act(4_000, 'accept')).until(10_000);
    expect(explainFor(world.logs.get('e1') ?? [], 'A', names, 'en')).toEqual([
      'Anna was rung often in the last minutes and is left alone for 240 s, while others of this step can be called.',
      'Ben took it before it was the turn of Anna.',
    ]);
    expect(explainFor(world.logs.get('e1') ?? [], 'A', names, 'ja')[0]).toBe(
      'Annaさんは直近の呼び出しが多いため、このステップのほかの人を呼び出せる間は、240秒間呼び出しません。',
    );
  });
});
