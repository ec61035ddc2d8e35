import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusalText } from './problem-note';
import { EN } from './text/en';
import { JA } from './text/ja';
import type { Texts } from './text/texts';

const MODULES = join(__dirname, '../../../src/modules');
/** Said to machines: providers, other installations, directories. */
const NOT_FOR_PEOPLE = /^(CALLBACK|HEARTBEAT|SCIM)_/;
/** Told by their status, in words of their own. */
const BY_STATUS = new Set(['TOO_MANY_REQUESTS', 'TOO_MANY_TRIES']);

const codes = readdirSync(MODULES, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
  .flatMap((file) => [...readFileSync(join(MODULES, file), 'utf8').matchAll(/readonly code = '([A-Z_]+)'/g)])
  .map(([, code = '']) => code)
  .filter((code) => !NOT_FOR_PEOPLE.test(code) && !BY_STATUS.has(code));

/** The texts as the console shows them, without its machinery. */
function textsOf(
  table: { readonly refusal: Readonly<Record<string, string>> },
  language: 'en' | 'ja',
): Texts {
  const texts = {
    language: () => language,
    word: (_: string, code: string) => table.refusal[code] ?? code,
    t: () => table.refusal['around'] ?? '',
  };
  return texts as unknown as Texts;
}

describe('a refusal of the server', () => {
  it('has words in both languages, whatever its code', () => {
    expect(codes.length).toBeGreaterThan(50);
    expect(codes.filter((code) => !(code in EN.refusal))).toEqual([]);
    expect(codes.filter((code) => !(code in JA.refusal))).toEqual([]);
  });

  it('is told in Japanese with the server’s words behind, and in English by these alone', () => {
    const detail = 'lab: {{ }} is no pattern (missing ])';
    expect(refusalText('RULE_INVALID', detail, textsOf(JA, 'ja'))).toBe(
      `ルールに誤りがあります。（${detail}）`,
    );
    expect(refusalText('RULE_INVALID', detail, textsOf(EN, 'en'))).toBe(detail);
    expect(refusalText('RULE_INVALID', '', textsOf(EN, 'en'))).toBe('Something in the rule is not valid.');
  });

  it('that is newer than this console is told as the server says it', () => {
    expect(refusalText('MOON_FULL', 'Not at full moon', textsOf(JA, 'ja'))).toBe('Not at full moon');
  });
});
