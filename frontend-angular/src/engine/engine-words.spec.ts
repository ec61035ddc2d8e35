import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EN } from '../design/text/en';
import { JA } from '../design/text/ja';
import { findingWords, levelWord, troubleText, waitText, type Words } from './engine-words';

const SERVER = join(__dirname, '../../../src/modules');
const read = (file: string): string => readFileSync(join(SERVER, file), 'utf8');

/** The texts as the console shows them, without its machinery. */
function wordsOf(texts: object, language: 'en' | 'ja'): Words {
  const table = texts as Record<string, Record<string, string> | undefined>;
  const find = (key: string): string | undefined => {
    const [section = '', word = ''] = key.split('.');
    return table[section]?.[word];
  };
  const fill = (key: string, values: Record<string, string | number> = {}): string =>
    (find(key) ?? key).replace(/{{(\w+)}}/g, (_, name: string) => String(values[name]));
  return {
    t: ((key: string, values?: Record<string, string | number>) => fill(key, values)) as Words['t'],
    count: (key, count) => fill(`${key}_${language === 'en' && count === 1 ? 'one' : 'other'}`, { count }),
    word: (section, word) => find(`${section}.${word}`) ?? word,
    language: () => language,
  };
}
const en = wordsOf(EN, 'en');
const ja = wordsOf(JA, 'ja');

describe('waiting in words', () => {
  it('has a tenth where it matters', () => {
    expect([0, 0.04, 2.44, 9.96, 14.8, 190].map((seconds) => waitText(seconds, en))).toEqual([
      '0 s',
      '0.0 s',
      '2.4 s',
      '10.0 s',
      '14 s',
      '3 m',
    ]);
    expect(waitText(2.44, ja)).toBe('2.4秒');
  });

  it('says how bad it is, so that nobody has to see a colour', () => {
    expect((['fine', 'late', 'alarm'] as const).map((level) => levelWord(level, en))).toEqual([
      'in time',
      'late',
      'far too late',
    ]);
  });
});

describe('what is wrong, in words', () => {
  it('names what it is and for how long', () => {
    expect(troubleText({ kind: 'timer', level: 'alarm', seconds: 7.2 }, en)).toMatch(
      /^A timer is 7\.2 s late: /,
    );
    expect(troubleText({ kind: 'overdue', level: 'late', name: 'routes', seconds: 12 }, en)).toBe(
      '“Routes: judges whether pushes ring” has been due for 12 s, and nobody did it.',
    );
    expect(troubleText({ kind: 'findings', level: 'late', count: 1 }, en)).toMatch(/1 thing that/);
  });

  it('says so when a notifier gave no reason', () => {
    const trouble = { kind: 'notifier', level: 'alarm', name: 'push', reason: undefined } as const;
    expect(troubleText(trouble, en)).toBe('The notifier push is faulty: no reason was given');
  });
});

describe('the words of the server', () => {
  const codes = [...read('escalation/findings.store.ts').matchAll(/^ {2}'([a-z-]+)',$/gm)].map(
    ([, code]) => code!,
  );
  const [, reasonType = ''] =
    /export type RouteReason =([^;]+);/.exec(read('notifications/route.rules.ts')) ?? [];
  const reasons = [...reasonType.matchAll(/'([a-z-]+)'/g)].map(([, reason]) => reason!);

  it('are read from its source', () => {
    expect([codes.length, reasons.length]).toEqual([13, 9]);
  });

  it.each([
    ['English', en],
    ['Japanese', ja],
  ])('have a text for every finding in %s: what it means, what was done, what to do', (_, words) => {
    for (const code of codes) {
      const { what, did, todo } = findingWords(code, words);
      expect([code, what, did, todo].filter((text) => text === code || text === '')).toEqual([code]);
    }
  });

  it.each([
    ['English', en],
    ['Japanese', ja],
  ])('have a text for every reason of a route in %s', (_, words) => {
    expect(reasons.filter((reason) => words.word('routeBecause', reason) === reason)).toEqual([]);
  });

  it('may be newer than ours: then we say so, and what to do', () => {
    expect(findingWords('made-up', en)).toEqual({
      what: EN.engine.newerCode,
      did: '',
      todo: EN.engine.newerDo,
    });
  });
});
