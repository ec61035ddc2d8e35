import { RE2JS } from 're2js';
import type { Kind, Severity, Signal } from '../../plugins/kit/index.js';
import { whenApplies } from '../policies/index.js';
import type { AlertState } from './dedup.rules.js';
import type { RoutingRule, RuleCondition, RuleExample } from './rules.dto.js';

/** What conditions may ask about. */
export interface RuleSubject {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly severity?: Severity | undefined;
  readonly sourceSeverity?: string | undefined;
  readonly kind?: Kind | undefined;
  readonly service?: string | undefined;
  readonly component?: string | undefined;
  readonly host?: string | undefined;
  readonly environment?: string | undefined;
  readonly dedupKey?: string | undefined;
  readonly groupKey?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** Patterns run in time that grows with the text and with nothing else; still nobody means a whole book. */
const LONGEST_SUBJECT = 10_000;

type Holds = (subject: RuleSubject) => boolean;

/** Rules made ready: a rule is asked for every alert, and its patterns are read once. */
export interface Rulebook {
  /** Of all its rules: what routing may have to look up. */
  readonly teamIds: readonly string[];
  readonly rules: readonly { readonly rule: RoutingRule; readonly holds: Holds }[];
}

/** A pattern that is none (it was checked when it was saved, by the parser of that day) holds for nothing. */
export const rulebookOf = (rules: readonly RoutingRule[]): Rulebook => ({
  teamIds: [...new Set(rules.flatMap(({ teamIds }) => teamIds))],
  rules: rules.map((rule) => {
    const conditions = rule.conditions.map(conditionOf);
    return { rule, holds: (subject) => conditions.every((holds) => holds(subject)) };
  }),
});

/** The first that holds. */
export const ruleFor = (book: Rulebook, subject: RuleSubject, at: Date): RoutingRule | undefined =>
  book.rules.find(
    ({ rule, holds }) => whenApplies(rule.when, subject.severity ?? 'unknown', at) && holds(subject),
  )?.rule;

/** What a rule puts in the place of what the sender said; the sender's word stays beside it. */
export function ruled(signal: Signal, rule: RoutingRule | undefined): Signal {
  if (rule?.severity === undefined || signal.action === 'resolve') return signal;
  return {
    ...signal,
    severity: rule.severity,
    sourceSeverity: signal.sourceSeverity ?? signal.severity,
  };
}

export interface FailedExample {
  readonly name: string;
  readonly expected: string | undefined;
  readonly got: string | undefined;
}

/** Examples that another rule decides than the one they were written for. */
export const failedExamples = (
  book: Rulebook,
  examples: readonly RuleExample[],
  now: Date,
): readonly FailedExample[] =>
  examples.flatMap(({ name, alert, at, rule: expected }) => {
    const got = ruleFor(book, alert, at === undefined ? now : new Date(at))?.name;
    return got === expected ? [] : [{ name, expected, got }];
  });

/** Undefined where it is a pattern. */
export function faultOfPattern(value: string): string | undefined {
  try {
    RE2JS.compile(value);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'it is no pattern';
  }
}

function patternOf(value: string): RE2JS | undefined {
  try {
    return RE2JS.compile(value);
  } catch {
    return undefined;
  }
}

function conditionOf({ field, test, value }: RuleCondition): Holds {
  const holds = testOf(test, value);
  return (subject) => holds(textOf(subject, field)?.slice(0, LONGEST_SUBJECT));
}

function testOf(test: RuleCondition['test'], value: string): (text: string | undefined) => boolean {
  const same = value.toLowerCase();
  switch (test) {
    case 'present':
      return (text) => text !== undefined && text !== '';
    case 'absent':
      return (text) => text === undefined || text === '';
    case 'equals':
      return (text) => text?.toLowerCase() === same;
    case 'differs':
      return (text) => text?.toLowerCase() !== same;
    case 'glob': {
      const pattern = RE2JS.compile(globPattern(value), RE2JS.CASE_INSENSITIVE | RE2JS.DOTALL);
      return (text) => text !== undefined && pattern.matches(text);
    }
    case 'regex': {
      const pattern = patternOf(value);
      return (text) => text !== undefined && pattern?.matcher(text).find() === true;
    }
  }
}

const globPattern = (glob: string): string =>
  glob
    .split(/([*?])/)
    .map((part) => (part === '*' ? '.*' : part === '?' ? '.' : RE2JS.quote(part)))
    .join('');

/** An alert as rules see it: by its whole title, and by the group that its sender named. */
export const subjectOf = (alert: AlertState): RuleSubject => ({
  ...alert,
  title: alert.fullTitle ?? alert.title,
  groupKey: alert.sourceGroupKey,
});

const LABEL = 'label:';

function textOf(subject: RuleSubject, field: string): string | undefined {
  if (field.startsWith(LABEL)) {
    const name = field.slice(LABEL.length);
    const { labels = {} } = subject;
    return Object.hasOwn(labels, name) ? labels[name] : undefined;
  }
  switch (field) {
    case 'source-severity':
      return subject.sourceSeverity;
    case 'key':
      return subject.dedupKey;
    case 'group':
      return subject.groupKey;
    case 'severity':
      return subject.severity ?? 'unknown';
    case 'kind':
      return subject.kind ?? 'problem';
    default:
      return subject[field as 'title' | 'description' | 'service' | 'component' | 'host' | 'environment'];
  }
}
