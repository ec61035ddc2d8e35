import type { Mishap, Point } from './life.js';
import { GOOD_MOODS } from './outside.js';
import type { Manners, Somebody } from './people.js';
import type { Replica } from './replica.js';
import type { Scenario } from './scenario.js';
import type { RunOptions, Simulation, Verdict } from './simulation.js';

const SEED = 1;
const SLEEPS: Manners = {
  app: 'healthy',
  acts: { accept: 0, answer: 0, decline: 0, ignore: 1 },
  digits: { '1': 0, '2': 0, none: 1 },
};

/** One alert climbs three steps: a device that is dead and a telephone, one that rings out, one who takes it. */
export function threeSteps(usual: Scenario, everybody: readonly Somebody[]): Scenario {
  const step = (name: string): object => ({
    targets: [{ kind: 'user', id: everybody.find((one) => one.name === name)?.userId }],
    order: 'listed',
    simultaneous: 1,
    ringSeconds: 10,
    retries: 0,
    pauseSeconds: 0,
    responders: 1,
  });
  return {
    ...usual,
    trouble: 'process',
    ladder: {
      steps: [step('A'), step('B'), step('C')],
      delaySeconds: 0,
      repeat: 0,
      decisionSeconds: 10,
      whenAlertsResolve: 'stop',
      stillOnItMinutes: 0,
    },
    alerts: [{ atMs: 100, name: 'Alert1', group: 'group1', severity: 'critical', status: 'firing' }],
    manners: new Map([
      ['A', { ...SLEEPS, app: 'dead' }],
      ['B', SLEEPS],
      ['C', { ...SLEEPS, acts: { accept: 1, answer: 0, decline: 0, ignore: 0 } }],
      ['D', SLEEPS],
      ['admin', { ...SLEEPS, acts: { accept: 1, answer: 0, decline: 0, ignore: 0 } }],
    ]),
    network: { lost: 0, twice: 0, late: 0 },
    moods: GOOD_MOODS,
    canFind: true,
    mishaps: [],
    moments: [],
    lostWakes: 0,
    hasAuditor: false,
  };
}

/** The same night, in which something goes wrong at its `index`-th await of that kind; without one, nothing does. */
export async function nightWith(
  simulation: Simulation,
  mishap?: { readonly index: number; readonly what: Mishap },
  counts: (point: Point, replica: Replica) => boolean = () => true,
): Promise<Verdict & { readonly passed: number }> {
  const count = { passed: 0 };
  const options: RunOptions = {
    scenario: threeSteps,
    fate: (replica, point) => {
      if (!counts(point, replica)) return undefined;
      count.passed += 1;
      return count.passed === mishap?.index ? mishap.what : undefined;
    },
  };
  return { ...(await simulation.run(SEED, options)), passed: count.passed };
}
