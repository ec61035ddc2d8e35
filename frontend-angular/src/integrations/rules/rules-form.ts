import type {
  RoutingRule,
  RoutingRules,
  RuleExample,
  RuleTest,
  Severity,
  Urgency,
} from '../../generated/api/models';

export const FIELDS = [
  'title',
  'description',
  'severity',
  'source-severity',
  'kind',
  'service',
  'component',
  'host',
  'environment',
  'key',
  'group',
] as const;
export const LABEL = 'label';
export const TESTS: readonly RuleTest[] = ['equals', 'differs', 'glob', 'regex', 'present', 'absent'];

/** One of `FIELDS`, or `label` and the label's name. */
export interface FieldForm {
  readonly field: string;
  readonly label: string;
}

export interface ConditionForm extends FieldForm {
  readonly test: RuleTest;
  readonly value: string;
}

/** A rule as the editor holds it: everything has a value, and a key that stays while rules move and are renamed. */
export interface RuleForm {
  readonly key: number;
  readonly name: string;
  readonly conditions: readonly ConditionForm[];
  readonly severities: readonly Severity[];
  readonly weekdays: readonly number[];
  readonly from: string;
  readonly until: string;
  readonly timeZone: string;
  readonly teamIds: readonly string[];
  readonly policyId: string;
  readonly severity: Severity | '';
  readonly urgency: Urgency | '';
}

export interface ExampleForm {
  readonly key: number;
  readonly name: string;
  readonly facts: readonly (FieldForm & { readonly value: string })[];
  /** ISO; empty: whenever it is saved. */
  readonly at: string;
  /** The key of the rule that decides: 0 is none of them, `GONE` one that was removed. */
  readonly rule: number;
}

export const NO_RULE = 0;
export const GONE = -1;

export interface RulesForm {
  readonly rules: readonly RuleForm[];
  readonly examples: readonly ExampleForm[];
}

let keys = 0;

export const newRule = (name: string): RuleForm => ({
  key: ++keys,
  name,
  conditions: [{ field: 'host', label: '', test: 'glob', value: '' }],
  severities: [],
  weekdays: [],
  from: '',
  until: '',
  timeZone: '',
  teamIds: [],
  policyId: '',
  severity: '',
  urgency: '',
});

export const newExample = (name: string, rule: number): ExampleForm => ({
  key: ++keys,
  name,
  facts: [{ field: 'title', label: '', value: '' }],
  at: '',
  rule,
});

export function toForm(saved: Pick<RoutingRules, 'rules' | 'examples'>): RulesForm {
  const rules = saved.rules.map((rule): RuleForm => ({
    key: ++keys,
    name: rule.name,
    conditions: rule.conditions.map(({ field, test, value }) => ({ ...fieldForm(field), test, value })),
    severities: rule.when?.severities ?? [],
    weekdays: rule.when?.weekdays ?? [],
    from: rule.when?.from ?? '',
    until: rule.when?.until ?? '',
    timeZone: rule.when?.timeZone ?? '',
    teamIds: rule.teamIds,
    policyId: rule.policyId ?? '',
    severity: rule.severity ?? '',
    urgency: rule.urgency ?? '',
  }));
  const examples = saved.examples.map(({ name, alert, at = '', rule }): ExampleForm => ({
    key: ++keys,
    name,
    facts: factsOf(alert),
    at,
    rule: rule === undefined ? NO_RULE : (rules.find((one) => one.name === rule)?.key ?? GONE),
  }));
  return { rules, examples };
}

/** `zone` is where hours and days are meant that do not say it: the viewer's. */
export function toRules(form: RulesForm, zone: string): RoutingRule[] {
  return form.rules.map((rule) => ({
    name: rule.name.trim(),
    conditions: rule.conditions.map(({ test, value, ...field }) => ({
      field: fieldName(field),
      test,
      value: test === 'present' || test === 'absent' ? '' : value,
    })),
    teamIds: [...rule.teamIds],
    ...whenOf(rule, zone),
    ...(rule.policyId === '' ? {} : { policyId: rule.policyId }),
    ...(rule.severity === '' ? {} : { severity: rule.severity }),
    ...(rule.urgency === '' ? {} : { urgency: rule.urgency }),
  }));
}

export function toExamples(form: RulesForm): RuleExample[] {
  return form.examples.map(({ name, facts, at, rule }) => {
    const expected = form.rules.find(({ key }) => key === rule)?.name.trim();
    return {
      name: name.trim(),
      alert: alertOf(facts),
      ...(at === '' ? {} : { at }),
      ...(expected === undefined ? {} : { rule: expected }),
    };
  });
}

export type OwnProblem = 'needName' | 'twice' | 'needValue' | 'needLabel' | 'bothHours' | 'ruleGone';

/** By `fieldKey`: the places that the server's refusals are put at, too. */
export function problemsOf(form: RulesForm): ReadonlyMap<string, OwnProblem> {
  const found = new Map<string, OwnProblem>();
  const naming = (all: readonly { readonly key: number; readonly name: string }[]): void =>
    all.forEach(({ key, name }, at) => {
      const same = all.findIndex((one) => one.name.trim() === name.trim());
      if (name.trim() === '') found.set(fieldKey(key, 'name'), 'needName');
      else if (same < at) found.set(fieldKey(key, 'name'), 'twice');
    });
  naming(form.rules);
  naming(form.examples);
  for (const { key, conditions, from, until } of form.rules) {
    conditions.forEach(({ field, label, test, value }, nth) => {
      if (field === LABEL && label.trim() === '')
        found.set(fieldKey(key, `conditions.${nth}.field`), 'needLabel');
      if (value === '' && (test === 'glob' || test === 'regex'))
        found.set(fieldKey(key, `conditions.${nth}.value`), 'needValue');
    });
    if ((from === '') !== (until === '')) found.set(fieldKey(key, 'when'), 'bothHours');
  }
  for (const { key, facts, rule } of form.examples) {
    if (facts.some(({ field, label }) => field === LABEL && label.trim() === ''))
      found.set(fieldKey(key, 'alert'), 'needLabel');
    if (rule !== NO_RULE && !form.rules.some((one) => one.key === rule))
      found.set(fieldKey(key, 'rule'), 'ruleGone');
  }
  return found;
}

export const fieldKey = (key: number, field: string): string => `${key}.${field}`;

/** `rules.1.conditions.0.value` at the rule that was second when it was sent; undefined where it is of none. */
export function placeOf(path: string, sent: RulesForm): string | undefined {
  const [, list, index = '', field = 'name'] = /^(rules|examples)\.(\d+)(?:\.(.+))?$/.exec(path) ?? [];
  const one = (list === 'rules' ? sent.rules : list === 'examples' ? sent.examples : [])[Number(index)];
  if (one === undefined) return undefined;
  // What the form shows as one field is answered for there.
  return fieldKey(one.key, field.replace(/^(when|teamIds|alert)\..*$/, '$1'));
}

/** How many rules and examples are other than they were, or elsewhere. */
export function countChanges(before: RulesForm, after: RulesForm): number {
  const flat = (form: RulesForm): string[][] => [
    toRules(form, '').map((rule) => JSON.stringify(rule)),
    toExamples(form).map((example) => JSON.stringify(example)),
  ];
  const [old, now] = [flat(before), flat(after)];
  return [0, 1].reduce((sum, list) => sum + differing(old[list] ?? [], now[list] ?? []), 0);
}

const differing = (old: readonly string[], now: readonly string[]): number =>
  Array.from({ length: Math.max(old.length, now.length) }).filter((_, at) => old[at] !== now[at]).length;

export const fieldName = ({ field, label }: FieldForm): string =>
  field === LABEL ? `${LABEL}:${label.trim()}` : field;

export function fieldForm(name: string): FieldForm {
  return name.startsWith(`${LABEL}:`)
    ? { field: LABEL, label: name.slice(LABEL.length + 1) }
    : { field: name, label: '' };
}

function whenOf(rule: RuleForm, zone: string): Pick<RoutingRule, 'when'> {
  const timed = rule.weekdays.length > 0 || rule.from !== '' || rule.until !== '';
  if (!timed && rule.severities.length === 0) return {};
  return {
    when: {
      severities: [...rule.severities],
      weekdays: [...rule.weekdays].sort(),
      ...(rule.from === '' ? {} : { from: rule.from }),
      ...(rule.until === '' ? {} : { until: rule.until }),
      ...(timed && (rule.timeZone !== '' || zone !== '') ? { timeZone: rule.timeZone || zone } : {}),
    },
  };
}

type Alert = RuleExample['alert'];

/** What conditions call a field, and what an example's alert calls it. */
const IN_ALERT: Readonly<Record<string, Exclude<keyof Alert, 'labels'>>> = {
  title: 'title',
  description: 'description',
  severity: 'severity',
  'source-severity': 'sourceSeverity',
  kind: 'kind',
  service: 'service',
  component: 'component',
  host: 'host',
  environment: 'environment',
  key: 'dedupKey',
  group: 'groupKey',
};

function alertOf(facts: ExampleForm['facts']): Alert {
  const labels = facts.flatMap(({ field, label, value }) =>
    field === LABEL ? [[label.trim(), value] as const] : [],
  );
  const named = facts.flatMap(({ field, value }) => {
    const name = IN_ALERT[field];
    return name === undefined || value === '' ? [] : [[name, value] as const];
  });
  return { ...(Object.fromEntries(named) as Partial<Alert>), labels: Object.fromEntries(labels) };
}

function factsOf(alert: Alert): ExampleForm['facts'] {
  const named = FIELDS.flatMap((field) => {
    const name = IN_ALERT[field];
    const value = name === undefined ? undefined : alert[name];
    return value === undefined ? [] : [{ field, label: '', value }];
  });
  const labels = Object.entries(alert.labels).map(([label, value]) => ({ field: LABEL, label, value }));
  return [...named, ...labels];
}

/** An alert that came, kept as an example of the rule that decides it: what was read then, at the time it came. */
export function exampleOf(
  read: Readonly<Record<string, unknown>>,
  given: { readonly name: string; readonly at: string; readonly rule: number },
): ExampleForm {
  const labels = Object.entries(
    typeof read['labels'] === 'object' && read['labels'] !== null ? read['labels'] : {},
  );
  const alert = Object.fromEntries(
    Object.entries(read).filter(([name, value]) => name !== 'labels' && typeof value === 'string'),
  );
  const facts = factsOf({
    ...alert,
    labels: Object.fromEntries(
      labels.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    ),
  });
  return { key: ++keys, facts, ...given };
}
