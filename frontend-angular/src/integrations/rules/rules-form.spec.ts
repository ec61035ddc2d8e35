import type { RoutingRules } from '../../generated/api/models';
import {
  countChanges,
  exampleOf,
  fieldKey,
  GONE,
  newRule,
  placeOf,
  problemsOf,
  type RulesForm,
  toExamples,
  toForm,
  toRules,
} from './rules-form';

const SAVED: RoutingRules = {
  integrationId: 'i',
  version: 3,
  rules: [
    {
      name: 'Laboratory',
      conditions: [
        { field: 'label:env', test: 'equals', value: 'lab' },
        { field: 'host', test: 'absent', value: '' },
      ],
      teamIds: [],
      urgency: 'record',
      when: { severities: ['info'], weekdays: [6, 7], from: '21:00', until: '09:00', timeZone: 'Asia/Tokyo' },
    },
    {
      name: 'Databases',
      conditions: [{ field: 'host', test: 'glob', value: 'db-*' }],
      teamIds: ['t'],
      policyId: 'p',
      severity: 'warning',
    },
  ],
  examples: [
    {
      name: 'a database',
      alert: { host: 'db-1', sourceSeverity: 'P1', labels: { env: 'live' } },
      at: '2026-11-22T03:12:00.000Z',
      rule: 'Databases',
    },
    { name: 'a web server', alert: { labels: {} } },
  ],
};

const form = (): RulesForm => toForm(SAVED);
const withRule = (change: Partial<RulesForm['rules'][number]>, nth = 0): RulesForm => {
  const { rules, examples } = form();
  return { examples, rules: rules.map((rule, at) => (at === nth ? { ...rule, ...change } : rule)) };
};
const said = (given: RulesForm): unknown[] => [...problemsOf(given).values()];

describe('the form of the rules', () => {
  it('gives back what it was given', () => {
    expect(toRules(form(), 'Europe/Rome')).toEqual(SAVED.rules);
    expect(toExamples(form())).toEqual(SAVED.examples);
    expect(countChanges(form(), form())).toBe(0);
  });

  it('means hours and days in the zone of whoever writes them, and asks no zone of a severity', () => {
    const timed = withRule({ timeZone: '', weekdays: [7, 1] });
    expect(toRules(timed, 'Europe/Rome')[0]?.when).toMatchObject({
      timeZone: 'Europe/Rome',
      weekdays: [1, 7],
    });
    const always = withRule({ timeZone: '', weekdays: [], from: '', until: '' });
    expect(toRules(always, 'Europe/Rome')[0]?.when).toEqual({ severities: ['info'], weekdays: [] });
  });

  it('lets an example follow its rule when that is renamed, and says when it is gone', () => {
    expect(toExamples(withRule({ name: 'DB' }, 1))[0]?.rule).toBe('DB');
    const { rules, examples } = form();
    const without = { rules: rules.slice(0, 1), examples };
    expect(said(without)).toEqual(['ruleGone']);
    expect(toForm({ rules: [], examples: SAVED.examples }).examples[0]?.rule).toBe(GONE);
  });

  it('asks for what cannot be left out', () => {
    expect(said(form())).toEqual([]);
    expect(said(withRule({ name: ' ' }, 1))).toEqual(['needName']);
    expect(said(withRule({ name: 'Databases' }))).toEqual(['twice']);
    expect(said(withRule({ from: '' }))).toEqual(['bothHours']);
    const conditions = [{ field: 'label', label: '', test: 'regex', value: '' } as const];
    expect(said(withRule({ conditions }))).toEqual(['needLabel', 'needValue']);
  });

  it('puts a refusal at the rule that was meant, wherever that is now', () => {
    const sent = form();
    const key = sent.rules[1]?.key ?? 0;
    expect(placeOf('rules.1.conditions.0.value', sent)).toBe(fieldKey(key, 'conditions.0.value'));
    expect(placeOf('rules.1.teamIds.0', sent)).toBe(fieldKey(key, 'teamIds'));
    expect(placeOf('rules.1', sent)).toBe(fieldKey(key, 'name'));
    expect(placeOf('rules.7.name', sent)).toBeUndefined();
    expect(placeOf('version', sent)).toBeUndefined();
  });

  it('counts a rule that moved, changed or came', () => {
    const { rules, examples } = form();
    expect(countChanges(form(), { examples, rules: [...rules].reverse() })).toBe(2);
    expect(countChanges(form(), withRule({ urgency: '' }))).toBe(1);
    expect(countChanges(form(), { examples, rules: [...rules, newRule('R')] })).toBe(1);
  });

  it('makes an example of what was read', () => {
    const read = {
      action: 'trigger',
      title: 'T',
      host: 'db-1',
      labels: { env: 'lab' },
      startedAt: 'x',
      links: [],
    };
    const { rules } = form();
    const example = exampleOf(read, { name: 'T', at: '', rule: rules[1]?.key ?? 0 });
    expect(toExamples({ rules, examples: [example] })).toEqual([
      { name: 'T', alert: { title: 'T', host: 'db-1', labels: { env: 'lab' } }, rule: 'Databases' },
    ]);
  });
});
