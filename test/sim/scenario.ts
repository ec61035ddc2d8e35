import type { Seeded } from '../harness/seeded.js';
import { GOOD_MOODS, type ProviderMoods } from './outside.js';
import type { Manners, Network } from './people.js';
import type { Skew } from './replica-clock.js';

export const REPLICAS = 3;
/** From then on every alert is resolved. */
export const RESOLVED_AT_MS = 120_000;
const TOGETHER_AT_MS = 10_000;

export type Trouble = 'none' | 'process' | 'database' | 'providers' | 'everything';

export interface PlannedMishap {
  readonly replica: number;
  readonly point: number;
  /** `freeze-at-send`: it stands still just before its next send. `lost-ack`: the next commit from there on is done, and nobody hears of it. */
  readonly what:
    | 'crash-before'
    | 'crash-after'
    | 'cut-before'
    | 'cut-after'
    | 'lost-ack'
    | 'crash-at-commit'
    | 'freeze-at-send';
}

export type PlannedMoment = { readonly replica: number; readonly atMs: number } & (
  | { readonly what: 'freeze'; readonly ms: number }
  | { readonly what: 'step'; readonly ms: number }
  | { readonly what: 'distrust'; readonly ms: number }
);

export interface AlertPlan {
  readonly atMs: number;
  readonly name: string;
  readonly group: string;
  readonly severity: string;
  readonly status: 'firing' | 'resolved';
}

export interface Scenario {
  readonly trouble: Trouble;
  readonly skews: readonly Skew[];
  readonly ladder: object;
  readonly alerts: readonly AlertPlan[];
  readonly manners: ReadonlyMap<string, Manners>;
  readonly network: Network;
  readonly moods: ProviderMoods;
  readonly canFind: boolean;
  readonly mishaps: readonly PlannedMishap[];
  readonly moments: readonly PlannedMoment[];
  /** Of a hundred calls to the other replicas that there is something to do. */
  readonly lostWakes: number;
  readonly hasAuditor: boolean;
}

const SEVERITIES = ['critical', 'critical', 'warning', 'info'] as const;

/** Everything that the seed decides before anything happens. */
export function scenarioOf(seeded: Seeded, userIds: readonly string[], names: readonly string[]): Scenario {
  const trouble = seeded.one([
    'none',
    'none',
    'process',
    'process',
    'database',
    'providers',
    'everything',
  ] as const);
  const isIn = (...these: readonly Trouble[]): boolean => trouble === 'everything' || these.includes(trouble);
  return {
    trouble,
    skews: Array.from({ length: REPLICAS }, () => ({
      offsetMs: seeded.between(-60, 60),
      rate: 1 + seeded.between(-200, 200) / 1e6,
    })),
    ladder: ladderOf(seeded, userIds),
    alerts: alertsOf(seeded),
    manners: new Map(names.map((name) => [name, mannersOf(seeded, name)])),
    network: isIn('providers')
      ? { lost: seeded.between(0, 25), twice: seeded.between(0, 50), late: seeded.between(0, 30) }
      : { lost: 0, twice: 20, late: 0 },
    moods: isIn('providers') ? moodsOf(seeded) : GOOD_MOODS,
    canFind: seeded.chance(0.7),
    mishaps: [...(isIn('process') ? crashesOf(seeded) : []), ...(isIn('database') ? cutsOf(seeded) : [])],
    moments: [
      ...(isIn('process') ? freezesOf(seeded) : []),
      ...(isIn('process', 'database') ? stepsOf(seeded) : []),
    ],
    lostWakes: seeded.one([0, 0, 20, 100]),
    hasAuditor: seeded.chance(0.3),
  };
}

function ladderOf(seeded: Seeded, userIds: readonly string[]): object {
  const steps = Array.from({ length: seeded.between(1, 3) }, () => {
    const targets = userIds.filter(() => seeded.chance(0.7));
    return {
      targets: (targets.length > 0 ? targets : userIds.slice(0, 2)).map((id) => ({ kind: 'user', id })),
      order: seeded.one(['listed', 'random', 'round-robin', 'least-recently-called']),
      simultaneous: seeded.between(0, 2),
      ringSeconds: seeded.between(10, 20),
      retries: seeded.between(0, 1),
      pauseSeconds: seeded.between(0, 8),
      responders: seeded.one([1, 1, 1, 2]),
    };
  });
  return {
    steps,
    delaySeconds: seeded.one([0, 0, 0, 3]),
    repeat: seeded.one([0, 0, 1]),
    decisionSeconds: seeded.between(10, 25),
    whenAlertsResolve: seeded.one(['stop', 'stop', 'go-on']),
    stillOnItMinutes: 0,
  };
}

function alertsOf(seeded: Seeded): readonly AlertPlan[] {
  const groups = seeded.between(1, 2);
  const plans: AlertPlan[] = [];
  for (let i = seeded.between(1, 3); i > 0; i -= 1) {
    // One at least rings somebody.
    const severity = i === 1 ? seeded.one(['critical', 'warning']) : seeded.one(SEVERITIES);
    const base = { name: `Alert${i}`, group: `group${i % groups}`, severity };
    // Two groups at the same instant ring the same telephones.
    const [someMs, isTogether] = [seeded.between(0, 30_000), seeded.chance(0.4)];
    const atMs = isTogether ? TOGETHER_AT_MS : someMs;
    plans.push({ ...base, atMs, status: 'firing' });
    if (seeded.chance(0.3)) plans.push({ ...base, atMs: atMs + seeded.one([0, 3, 2_500]), status: 'firing' });
    // A resolve of something that was not answered yet would overtake it.
    if (seeded.chance(0.2))
      plans.push({ ...base, atMs: atMs + seeded.between(20_000, 60_000), status: 'resolved' });
  }
  return plans;
}

function mannersOf(seeded: Seeded, name: string): Manners {
  // The last one on every list: the night comes to an end.
  if (name === 'admin')
    return {
      app: 'healthy',
      acts: { accept: 8, answer: 1, decline: 0, ignore: 1 },
      digits: { '1': 1, '2': 0, none: 0 },
    };
  return {
    app: seeded.one(['healthy', 'healthy', 'healthy', 'dead', 'quiet']),
    acts: seeded.one([
      { accept: 3, answer: 2, decline: 2, ignore: 3 },
      { accept: 0, answer: 1, decline: 2, ignore: 5 },
      { accept: 0, answer: 0, decline: 0, ignore: 1 },
    ]),
    digits: { '1': seeded.between(0, 2), '2': 1, none: 2 },
  };
}

function moodsOf(seeded: Seeded): ProviderMoods {
  const some = (): number => seeded.one([0, 5, 20]);
  return { busy: some(), broken: some(), slow: some(), unanswered: some(), throws: seeded.one([0, 0, 10]) };
}

/** Early points are met by every run, late ones only by long ones. */
const pointOf = (seeded: Seeded): number => Math.round(2 ** (2 + seeded.next() * 8));
const replicaOf = (seeded: Seeded): number => seeded.between(0, REPLICAS - 1);

function crashesOf(seeded: Seeded): readonly PlannedMishap[] {
  return Array.from({ length: seeded.between(1, 3) }, () => ({
    replica: replicaOf(seeded),
    point: pointOf(seeded),
    what: seeded.one(['crash-before', 'crash-after', 'crash-at-commit', 'freeze-at-send'] as const),
  }));
}

function cutsOf(seeded: Seeded): readonly PlannedMishap[] {
  return Array.from({ length: seeded.between(1, 4) }, () => ({
    replica: replicaOf(seeded),
    point: pointOf(seeded),
    what: seeded.one(['cut-before', 'cut-after', 'lost-ack', 'lost-ack'] as const),
  }));
}

function freezesOf(seeded: Seeded): readonly PlannedMoment[] {
  return Array.from({ length: seeded.between(0, 2) }, () => ({
    replica: replicaOf(seeded),
    atMs: seeded.between(0, 80_000),
    what: 'freeze' as const,
    ms: seeded.one([800, 4_000, 6_500, 9_000, 20_000]),
  }));
}

function stepsOf(seeded: Seeded): readonly PlannedMoment[] {
  return Array.from({ length: seeded.between(0, 2) }, (): PlannedMoment => {
    const moment = { replica: replicaOf(seeded), atMs: seeded.between(0, 80_000) };
    // Larger ones are seen by the next sample, and nothing is claimed until two agree.
    return seeded.chance(0.5)
      ? { ...moment, what: 'step', ms: seeded.one([-200, -120, 120, 200]) }
      : { ...moment, what: 'distrust', ms: seeded.between(2_000, 4_000) };
  });
}
