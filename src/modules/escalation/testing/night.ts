import type { RunEvent } from '../escalation.state.js';
import { newRun } from '../escalation.state.js';
import type { Policy, PolicyStep } from '../policy.js';
import type { PersonPlan } from './phones.js';
import { sleeper } from './phones.js';
import { World } from './world.js';

export const step: PolicyStep = {
  simultaneous: 1,
  ringSeconds: 30,
  retries: 0,
  pauseSeconds: 15,
  responders: 1,
};

/** One escalation, one letter a person, everybody reachable; `events` reach it at their instants. */
export function night(
  steps: readonly (readonly [string, Partial<PolicyStep>?])[],
  plan: (userId: string, nth: number) => PersonPlan,
  events: readonly (readonly [number, RunEvent])[] = [],
  policy: Partial<Policy> = {},
): World {
  const whole: Policy = {
    steps: steps.map(([, part]) => ({ ...step, ...part })),
    delaySeconds: 0,
    repeat: 0,
    decisionSeconds: 60,
    whenAlertsResolve: 'stop',
    lastResort: 'own',
    ...policy,
  };
  const candidates = steps.map(([people]) => [...people].map((userId) => ({ userId, reachable: true })));
  const world = new World({ run: newRun(whole, 'warning'), candidates, plan });
  world.at(0, () => world.apply('e1', { kind: 'start' }));
  for (const [at, event] of events) world.at(at, () => world.apply('e1', event));
  return world;
}

/** Does one thing with the app, so long after the start of the call. */
export const act = (afterMs: number, does: 'answer' | 'accept' | 'decline'): PersonPlan => ({
  ...sleeper,
  acts: [{ afterMs, does, by: 'app' }],
});
export const asleep = (): PersonPlan => sleeper;
export const add = (...users: readonly string[]): RunEvent => ({
  kind: 'targetsAdded',
  targets: users.map((userId) => ({ userId, reachable: true })),
});
