import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { booleanOf, type Columns, type Filter, parseFilter, sqlOf } from './filter.rules.js';
import { ScimRefused } from './scim.errors.js';

const COLUMNS: Columns = {
  username: { type: 'text', is: (p) => `lower(name) = lower(${p})` },
  active: { type: 'boolean', is: (p) => `active = ${p}` },
  id: { type: 'uuid', is: (p) => `id = ${p}` },
};
const sql = (text: string): readonly [string, unknown[]] => {
  const parameters: unknown[] = [];
  return [sqlOf(parseFilter(text), COLUMNS, parameters), parameters];
};

describe('a filter', () => {
  it('compares, in whatever letters the words are written', () => {
    const due = { op: 'eq', attribute: 'userName', value: 'mio@example.org' };
    expect(parseFilter('userName eq "mio@example.org"')).toEqual(due);
    expect(parseFilter('  userName  EQ  "mio@example.org" ')).toEqual(due);
    expect(parseFilter('userName eq "a \\"b\\" \\\\ (c)"')).toMatchObject({ value: 'a "b" \\ (c)' });
    expect(parseFilter('active eq True')).toMatchObject({ value: true });
  });

  it('joins: and holds tighter than or, brackets tighter than both', () => {
    expect(parseFilter('a eq 1 or b eq 2 and c eq 3')).toMatchObject({
      op: 'or',
      of: [{ attribute: 'a' }, { op: 'and', of: [{ attribute: 'b' }, { attribute: 'c' }] }],
    });
    expect(parseFilter('(a eq 1 or b eq 2) and not (c eq 3)')).toMatchObject({
      op: 'and',
      of: [{ op: 'or' }, { op: 'not', of: { attribute: 'c' } }],
    });
    expect(parseFilter('emails[type eq "work"].value eq "x"')).toMatchObject({
      attribute: 'emails[type eq "work"].value',
    });
  });

  it.each([
    '',
    'userName',
    'userName eq',
    'userName co "a"',
    'userName eq mio',
    'userName eq {}',
    '(userName eq "a"',
    'userName eq "a")',
    'userName eq "a" userName eq "b"',
    'userName eq "a" and',
    'userName eq "never closed',
    '"a" eq "a"',
    `${'('.repeat(50)}a eq 1${')'.repeat(50)}`,
    Array.from({ length: 100 }, () => 'a eq 1').join(' or '),
    'x'.repeat(10_000),
  ])('refuses %j', (text) => {
    expect(() => parseFilter(text)).toThrow(ScimRefused);
  });

  it('keeps what was sent out of the text of the statement', () => {
    const evil = `'; drop table users; --`;
    expect(sql(`userName eq ${JSON.stringify(evil)} and active eq "False"`)).toEqual([
      '(lower(name) = lower($1::text) and active = $2::boolean)',
      [evil, false],
    ]);
    expect(() => sql(`${evil.replaceAll(' ', '')} eq "a"`)).toThrow(ScimRefused);
    expect(() => sql('password eq "a"')).toThrow(ScimRefused);
    expect(() => sql('constructor eq "a"')).toThrow(ScimRefused);
    expect(sql('id eq "42"')[0]).toBe('false');
  });

  it('reads what it would write, however it is put together', () => {
    const leaf = fc.record({
      op: fc.constant('eq' as const),
      attribute: fc.constantFrom('userName', 'externalId', 'active'),
      value: fc.oneof(fc.string(), fc.boolean(), fc.integer(), fc.constant(null)),
    });
    const { tree } = fc.letrec<{ tree: Filter }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.record({
          op: fc.constantFrom('and', 'or'),
          of: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
        }),
        fc.record({ op: fc.constant('not'), of: tie('tree') }),
      ),
    }));
    const written = (filter: Filter): string => {
      if (filter.op === 'eq') return `${filter.attribute} eq ${JSON.stringify(filter.value)}`;
      if (filter.op === 'not') return `not (${written(filter.of)})`;
      return `(${filter.of.map(written).join(` ${filter.op} `)})`;
    };
    fc.assert(
      fc.property(tree, (filter) => {
        fc.pre(written(filter).length < 4_000 && written(filter).split(' eq ').length < 60);
        expect(parseFilter(written(filter))).toEqual(filter);
      }),
    );
  });

  it('answers or refuses, and does nothing else, whatever is sent', () => {
    const parts = fc.constantFrom(
      '(',
      ')',
      'and',
      'or',
      'not',
      'eq',
      'userName',
      '"a"',
      '"',
      '[',
      ']',
      '\\',
      'true',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(parts).map((all) => all.join(' ')),
        ),
        (text) => {
          try {
            parseFilter(text);
          } catch (error) {
            expect(error).toBeInstanceOf(ScimRefused);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('what is said to be true', () => {
  it('is a boolean, or a text that means one', () => {
    expect([true, 'True', 'true', 'FALSE'].map(booleanOf)).toEqual([true, true, true, false]);
    expect([1, 'yes', null, undefined, {}].map(booleanOf)).toEqual(Array(5).fill(undefined));
  });
});
