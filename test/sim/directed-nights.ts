import { nightWith, threeSteps } from './crash-at-every-point.js';
import { GOOD_MOODS } from './outside.js';
import type { Somebody } from './people.js';
import type { Scenario } from './scenario.js';
import type { Simulation, Verdict } from './simulation.js';

/** What seeds meet too seldom: nights in which one particular thing goes wrong. */
export const DIRECTED: Readonly<Record<string, (simulation: Simulation) => Promise<Verdict>>> = {
  'a replica dies after it has dialled: whoever goes on asks for that call and makes no second one': (
    simulation,
  ) => nightWith(simulation, { index: 1, what: 'crash-after' }, ({ what }) => what.startsWith('phone to')),
  'somebody takes it while the pushes of others wait for a provider that is busy': (simulation) =>
    simulation.run(1, { scenario: busyProvider }),
};

/** All ring at once; of ten pushes nine are to be tried again, and whoever is rung at last takes it. */
function busyProvider(usual: Scenario, everybody: readonly Somebody[]): Scenario {
  const scenario = threeSteps(usual, everybody);
  const { steps } = scenario.ladder as { readonly steps: readonly object[] };
  const targets = everybody
    .filter(({ name }) => name !== 'admin')
    .map(({ userId: id }) => ({ kind: 'user', id }));
  const takes = { app: 'healthy', acts: { accept: 1, answer: 0, decline: 0, ignore: 0 } } as const;
  return {
    ...scenario,
    trouble: 'providers',
    ladder: { ...scenario.ladder, steps: [{ ...steps[0], targets, simultaneous: 0, ringSeconds: 60 }] },
    manners: new Map(everybody.map(({ name }) => [name, { ...takes, digits: { '1': 0, '2': 0, none: 1 } }])),
    moods: { ...GOOD_MOODS, busy: 90 },
  };
}
