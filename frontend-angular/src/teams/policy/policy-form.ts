import type {
  CallOrder,
  LastResort,
  Policy,
  PolicyStep,
  Severity,
  Target,
  WhenAlertsResolve,
} from '../../generated/api/models';

/** A step as the editor holds it: everything has a value, and a key that stays while steps move. */
export interface StepForm {
  readonly key: number;
  readonly targets: readonly Target[];
  readonly order: CallOrder;
  /** 0 is everybody. */
  readonly simultaneous: number;
  readonly ringSeconds: number;
  readonly retries: number;
  readonly pauseSeconds: number;
  readonly responders: number;
  /** Empty: for any severity. */
  readonly severities: readonly Severity[];
  /** What the form does not edit but must not lose. */
  readonly otherWhen: Readonly<Record<string, unknown>>;
}

export interface PolicyForm {
  readonly name: string;
  readonly delaySeconds: number;
  readonly repeat: number;
  readonly decisionSeconds: number;
  readonly whenAlertsResolve: WhenAlertsResolve;
  readonly lastResort: LastResort | undefined;
  /** 0 is never. */
  readonly stillOnItMinutes: number;
  readonly steps: readonly StepForm[];
}

/** What is sent: the ladder without identity. */
export interface PolicyDraft {
  name: string;
  delaySeconds: number;
  repeat: number;
  decisionSeconds: number;
  whenAlertsResolve: WhenAlertsResolve;
  steps: PolicyStep[];
  lastResort?: LastResort;
  stillOnItMinutes: number;
}

let keys = 0;

export function newStep(targets: readonly Target[] = []): StepForm {
  return {
    key: ++keys,
    targets,
    order: 'listed',
    simultaneous: 1,
    ringSeconds: 30,
    retries: 1,
    pauseSeconds: 15,
    responders: 1,
    severities: [],
    otherWhen: {},
  };
}

export function newPolicy(name: string, teamId: string): PolicyForm {
  return {
    name,
    delaySeconds: 0,
    repeat: 1,
    decisionSeconds: 60,
    whenAlertsResolve: 'stop',
    lastResort: undefined,
    stillOnItMinutes: 0,
    steps: [newStep([{ kind: 'team', id: teamId }])],
  };
}

export function toForm(policy: Policy): PolicyForm {
  return {
    name: policy.name,
    delaySeconds: policy.delaySeconds,
    repeat: policy.repeat,
    decisionSeconds: policy.decisionSeconds,
    whenAlertsResolve: policy.whenAlertsResolve,
    lastResort: policy.lastResort,
    stillOnItMinutes: policy.stillOnItMinutes ?? 0,
    steps: policy.steps.map(({ when, ...step }) => {
      const { severities = [], ...otherWhen } = when ?? {};
      return { ...step, key: ++keys, severities, otherWhen };
    }),
  };
}

export function toDraft(form: PolicyForm): PolicyDraft {
  return {
    name: form.name.trim(),
    delaySeconds: form.delaySeconds,
    repeat: form.repeat,
    decisionSeconds: form.decisionSeconds,
    whenAlertsResolve: form.whenAlertsResolve,
    stillOnItMinutes: form.stillOnItMinutes,
    ...(form.lastResort === undefined ? {} : { lastResort: form.lastResort }),
    steps: form.steps.map(({ key: _, severities, otherWhen, targets, ...step }) => ({
      ...step,
      targets: [...targets],
      ...(severities.length === 0 && Object.keys(otherWhen).length === 0
        ? {}
        : { when: { weekdays: [], ...otherWhen, severities: [...severities] } }),
    })),
  };
}

/** Field names as the server's violations name them: `steps.0.ringSeconds`. */
export function problemsOf(form: PolicyForm): ReadonlyMap<string, 'needName' | 'needTargets' | 'outOfRange'> {
  const found = new Map<string, 'needName' | 'needTargets' | 'outOfRange'>();
  if (form.name.trim() === '') found.set('name', 'needName');
  if (!isStillOnIt(form.stillOnItMinutes)) found.set('stillOnItMinutes', 'outOfRange');
  form.steps.forEach((step, index) => {
    if (step.targets.length === 0) found.set(`steps.${index}.targets`, 'needTargets');
    for (const [field, [least, most]] of Object.entries(LIMITS)) {
      const value = step[field as keyof typeof LIMITS];
      if (!Number.isInteger(value) || value < least || value > most)
        found.set(`steps.${index}.${field}`, 'outOfRange');
    }
  });
  return found;
}

/** Off, or long enough not to nag and short enough to help. */
const isStillOnIt = (minutes: number): boolean =>
  minutes === 0 || (Number.isInteger(minutes) && minutes >= 15 && minutes <= 240);

export const LIMITS = {
  simultaneous: [0, 1000],
  ringSeconds: [10, 300],
  retries: [0, 10],
  pauseSeconds: [0, 3600],
  responders: [1, 50],
} as const;

/** How many places differ between the saved policy and the form. */
export function countChanges(before: PolicyForm, after: PolicyForm): number {
  const flat = (form: PolicyForm): Map<string, string> => {
    const draft = toDraft(form);
    const { steps, ...head } = draft;
    const entries = Object.entries(head).map(([key, value]) => [key, JSON.stringify(value)] as const);
    const inSteps = steps.flatMap((step, index) =>
      Object.entries(step).map(([key, value]) => [`${index}.${key}`, JSON.stringify(value)] as const),
    );
    return new Map([...entries, ...inSteps]);
  };
  const [old, now] = [flat(before), flat(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((key) => old.get(key) !== now.get(key)).length;
}
