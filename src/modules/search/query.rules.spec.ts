import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { correctable, dayOf, parseQuery, tsqueryOf } from './query.rules.js';

const asked = (typed: string): string | undefined => tsqueryOf(parseQuery(typed).terms);

describe('what is typed into the box', () => {
  it('is words, phrases, what must not be there, and filters', () => {
    const { terms, filters } = parseQuery(
      'mail -test "queue full" team:mail -status:closed label:"a b" 障害',
    );
    expect(terms).toEqual([
      { text: 'mail', isPhrase: false, isExcluded: false },
      { text: 'test', isPhrase: false, isExcluded: true },
      { text: 'queue full', isPhrase: true, isExcluded: false },
      { text: '障害', isPhrase: false, isExcluded: false },
    ]);
    expect(filters).toMatchObject([
      { key: 'team', value: 'mail', isExcluded: false },
      { key: 'status', value: 'closed', isExcluded: true },
      { key: 'label', value: 'a b', isExcluded: false },
    ]);
  });

  it.each([
    ['mail', "'mail':*"],
    ['ab', "'ab'"],
    ['db:1 nothing:here', "'db:1':* & 'nothing:here':*"],
    ['"queue full"', "('queue' <1> 'full')"],
    ['障害', "'障害'"],
    ['再起動', "'再起' & '起動'"],
    ['"再起動"', "('再起' <1> '起動')"],
    ['障', "'障'"],
    ['mail -test', "'mail':* & !('test':*)"],
    ['rtr-tyo-2', "'rtr-tyo-2':*"],
    ['サーバー', "'さー' & 'ーば' & 'ばー'"],
    ['', undefined],
    ['  " - ', undefined],
    ["o'neil", "'o''neil':*"],
  ])('%s asks the index for %s', (typed, query) => {
    expect(asked(typed)).toBe(query);
  });

  it('asks for what may have been meant in the place of a word that there is not', () => {
    const { terms } = parseQuery('quue full');
    expect(correctable(terms)).toEqual(['quue', 'full']);
    expect(tsqueryOf(terms, new Map([['quue', ['queue', 'quee']]]))).toBe("('queue' | 'quee') & 'full':*");
  });

  it('holds days that there are', () => {
    expect(dayOf('2026-11')).toEqual({ year: 2026, month: 11, day: 1 });
    expect(dayOf('2026-02-30')).toBeUndefined();
    expect(dayOf('2026-13')).toBeUndefined();
    expect(dayOf('soon')).toBeUndefined();
  });

  it('means something, whatever it is: filters lie where they say, and no term is empty', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 100 }),
          fc.stringMatching(/^(?:team|label|x|-|"|:| |障害|a){0,20}$/),
        ),
        (typed) => {
          const { terms, filters } = parseQuery(typed);
          for (const { at, length, value } of filters) expect(typed.slice(at, at + length)).toContain(value);
          for (const term of terms) expect(tsqueryOf([term])).toBeDefined();
        },
      ),
      { numRuns: 1000 },
    );
  });
});
