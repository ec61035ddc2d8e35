import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RoutingRule } from './rules.dto.js';
import {
  failedExamples,
  faultOfPattern,
  rulebookOf,
  ruled,
  ruleFor,
  type RuleSubject,
} from './rules.rules.js';

const AT = new Date('2026-11-26T03:12:00Z');
const rule = (conditions: unknown[], more: object = {}): RoutingRule =>
  RoutingRule.parse({ name: 'R', conditions, ...more });
const holds = (conditions: unknown[], subject: RuleSubject, more: object = {}): boolean =>
  ruleFor(rulebookOf([rule(conditions, more)]), subject, AT) !== undefined;

describe('a condition', () => {
  const mail: RuleSubject = {
    title: 'Queue of mx-1 grows',
    host: 'MX-1.example.org',
    severity: 'high',
    labels: { env: 'Production', 'constructor ': 'x' },
  };

  it('compares whole values, whatever their capitals', () => {
    expect(holds([{ field: 'label:env', test: 'equals', value: 'production' }], mail)).toBe(true);
    expect(holds([{ field: 'label:env', test: 'equals', value: 'prod' }], mail)).toBe(false);
    expect(holds([{ field: 'label:env', test: 'differs', value: 'staging' }], mail)).toBe(true);
    expect(holds([{ field: 'label:env', test: 'differs', value: 'PRODUCTION' }], mail)).toBe(false);
  });

  it('holds for nothing where its pattern is none, and the rules beside it go on', () => {
    const book = rulebookOf([
      rule([{ field: 'title', test: 'regex', value: '(' }]),
      rule([{ field: 'title', test: 'present' }], { name: 'Other' }),
    ]);
    expect(ruleFor(book, mail, AT)?.name).toBe('Other');
  });

  it('differs from what is not there', () => {
    expect(holds([{ field: 'service', test: 'differs', value: 'shop' }], mail)).toBe(true);
  });

  it('matches a glob against the whole of it, with everything else taken literally', () => {
    expect(holds([{ field: 'host', test: 'glob', value: 'mx-?.example.*' }], mail)).toBe(true);
    expect(holds([{ field: 'host', test: 'glob', value: 'mx-?' }], mail)).toBe(false);
    expect(holds([{ field: 'host', test: 'glob', value: 'mx-1?example?org' }], mail)).toBe(true);
    expect(holds([{ field: 'host', test: 'glob', value: 'mx-1.exampl[e].org' }], mail)).toBe(false);
    expect(holds([{ field: 'title', test: 'glob', value: 'a*' }], { title: 'a\nb' })).toBe(true);
  });

  it('finds a pattern anywhere in it, capitals as written', () => {
    expect(holds([{ field: 'title', test: 'regex', value: 'mx-[0-9]+' }], mail)).toBe(true);
    expect(holds([{ field: 'title', test: 'regex', value: 'MX' }], mail)).toBe(false);
    expect(holds([{ field: 'title', test: 'regex', value: '(?i)MX' }], mail)).toBe(true);
  });

  it('asks whether something is there', () => {
    expect(holds([{ field: 'label:env', test: 'present' }], mail)).toBe(true);
    expect(holds([{ field: 'label:toString', test: 'present' }], mail)).toBe(false);
    expect(holds([{ field: 'component', test: 'absent' }], mail)).toBe(true);
    expect(holds([{ field: 'host', test: 'absent' }], mail)).toBe(false);
  });

  it('knows what an alert is that says neither how bad nor what it is', () => {
    expect(holds([{ field: 'severity', test: 'equals', value: 'unknown' }], {})).toBe(true);
    expect(holds([{ field: 'kind', test: 'equals', value: 'problem' }], {})).toBe(true);
  });

  it('stays quick whatever the pattern and the text: nobody waits for a rule', () => {
    const startedAt = process.cpuUsage().user;
    const text = `${'a'.repeat(50_000)}!`;
    expect(holds([{ field: 'title', test: 'regex', value: '(a+)+$' }], { title: text })).toBe(true);
    expect(holds([{ field: 'title', test: 'regex', value: '^(a|aa)+b$' }], { title: text })).toBe(false);
    expect(process.cpuUsage().user - startedAt).toBeLessThan(5_000_000);
  });

  it('says what is no pattern', () => {
    expect(faultOfPattern('mx-[0-9]+')).toBeUndefined();
    expect(faultOfPattern('mx-[')).toEqual(expect.any(String));
    expect(faultOfPattern('(?=x)')).toEqual(expect.any(String));
  });

  it('never throws, whatever the glob and the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (value, title) => {
        holds([{ field: 'title', test: 'glob', value: value.slice(0, 500) }], { title });
        expect(holds([{ field: 'title', test: 'glob', value: '*' }], { title })).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('rules', () => {
  const first = rule([{ field: 'host', test: 'glob', value: 'db-*' }], { name: 'databases' });
  const second = rule([], { name: 'everything else' });

  it('are asked in their order, and all conditions of one must hold', () => {
    const book = rulebookOf([first, second]);
    expect(ruleFor(book, { host: 'db-1' }, AT)?.name).toBe('databases');
    expect(ruleFor(book, { host: 'web-1' }, AT)?.name).toBe('everything else');
    const both = [
      { field: 'host', test: 'glob', value: 'db-*' },
      { field: 'severity', test: 'equals', value: 'critical' },
    ];
    expect(holds(both, { host: 'db-1', severity: 'warning' })).toBe(false);
  });

  it('hold at their hours only, over midnight too', () => {
    const when = { from: '22:00', until: '06:00', timeZone: 'Asia/Tokyo' };
    const book = rulebookOf([rule([], { when })]);
    expect(ruleFor(book, {}, new Date('2026-11-26T18:00:00Z'))).toBeDefined();
    expect(ruleFor(book, {}, new Date('2026-11-26T03:12:00Z'))).toBeUndefined();
  });

  it("put their severity in the place of the sender's, whose word is kept", () => {
    const to = rule([], { severity: 'warning' });
    expect(ruled({ action: 'trigger', title: 'x', severity: 'critical' }, to)).toMatchObject({
      severity: 'warning',
      sourceSeverity: 'critical',
    });
    expect(ruled({ action: 'resolve', dedupKey: 'k' }, to)).toEqual({ action: 'resolve', dedupKey: 'k' });
  });

  it('are tried on their examples', () => {
    const book = rulebookOf([first]);
    const examples = [
      { name: 'a database', alert: { host: 'DB-2', labels: {} }, rule: 'databases' },
      { name: 'a web server', alert: { host: 'web-1', labels: {} } },
      { name: 'hoped for', alert: { host: 'web-1', labels: {} }, rule: 'databases' },
    ];
    expect(failedExamples(book, examples, AT)).toEqual([
      { name: 'hoped for', expected: 'databases', got: undefined },
    ]);
  });
});
