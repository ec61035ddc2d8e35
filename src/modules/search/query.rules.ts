import { quoted, wordsOf } from './words.rules.js';

/** What somebody typed, taken apart. Everything is an AND. */
export interface Query {
  readonly terms: readonly Term[];
  readonly filters: readonly Filter[];
}

export interface Term {
  readonly text: string;
  readonly isPhrase: boolean;
  /** What must not be there. */
  readonly isExcluded: boolean;
}

export interface Filter {
  readonly key: FilterKey;
  readonly value: string;
  readonly isExcluded: boolean;
  readonly at: number;
  readonly length: number;
}

export const FILTER_KEYS = ['kind', 'team', 'status', 'severity', 'label', 'from', 'before'] as const;
export type FilterKey = (typeof FILTER_KEYS)[number];

const isFilterKey = (text: string): text is FilterKey => (FILTER_KEYS as readonly string[]).includes(text);

/** `-`, then `key:value`, `key:"many words"`, `"a phrase"` or a word. An unclosed quote ends with the text. */
const TYPED =
  /(?<not>-)?(?:(?<key>[a-z]+):(?:"(?<quotedValue>[^"]*)"?|(?<value>[^\s"]+))|"(?<phrase>[^"]*)"?|(?<word>[^\s"]+))/giu;

/** Whatever is typed means something: what looks like no filter of ours (`db:1`) is looked for as it stands. */
export function parseQuery(typed: string): Query {
  const terms: Term[] = [];
  const filters: Filter[] = [];
  for (const found of typed.matchAll(TYPED)) {
    const { not, key, quotedValue, value, phrase, word } = found.groups ?? {};
    const isExcluded = not !== undefined;
    const said = quotedValue ?? value;
    const name = key?.toLowerCase() ?? '';
    if (said !== undefined && said !== '' && isFilterKey(name))
      filters.push({ key: name, value: said, isExcluded, at: found.index, length: found[0].length });
    else {
      const text = phrase ?? word ?? (said === undefined ? '' : `${key ?? ''}:${said}`);
      const isPhrase = phrase !== undefined || quotedValue !== undefined;
      if (wordsOf(text).length > 0) terms.push({ text, isPhrase, isExcluded });
    }
  }
  return { terms, filters };
}

/** From this length on a word is found by its beginning, too. */
const BEGINNING = 3;

/**
 * As PostgreSQL's `tsquery`; undefined where there is nothing to look for.
 * @param near for a word that nothing begins with, those that may have been meant
 */
export function tsqueryOf(
  terms: readonly Term[],
  near: ReadonlyMap<string, readonly string[]> = new Map(),
): string | undefined {
  const wanted = terms.flatMap((term) => {
    const said = termOf(term, near);
    return said === undefined ? [] : [term.isExcluded ? `!(${said})` : said];
  });
  return wanted.length === 0 ? undefined : wanted.join(' & ');
}

function termOf({ text, isPhrase }: Term, near: ReadonlyMap<string, readonly string[]>): string | undefined {
  const words = wordsOf(text).filter(({ kind }) => kind !== 'part');
  // A sign that stands in a pair is found with it.
  const paired = new Set(
    words.flatMap(({ kind, position }) => (kind === 'pair' ? [position, position + 1] : [])),
  );
  const asked = words.filter(({ kind, position }) => kind !== 'sign' || !paired.has(position));
  if (asked.length === 0) return undefined;
  if (isPhrase) return `(${phraseOf(asked)})`;
  return asked.map(({ lexeme, kind }) => wordOf(lexeme, kind, near)).join(' & ');
}

function wordOf(lexeme: string, kind: string, near: ReadonlyMap<string, readonly string[]>): string {
  if (kind !== 'word' || lexeme.length < BEGINNING) return quoted(lexeme);
  const meant = near.get(lexeme) ?? [];
  if (meant.length === 0) return `${quoted(lexeme)}:*`;
  return `(${[...meant].map((one) => quoted(one)).join(' | ')})`;
}

/** One behind the other, with as many places between as there were. */
function phraseOf(asked: readonly { readonly lexeme: string; readonly position: number }[]): string {
  return asked.reduce((said, { lexeme, position }, i) => {
    const before = asked[i - 1];
    return before === undefined
      ? quoted(lexeme)
      : `${said} <${position - before.position}> ${quoted(lexeme)}`;
  }, '');
}

/** Latin words that a typing mistake may be in. */
export const correctable = (terms: readonly Term[]): readonly string[] => [
  ...new Set(
    terms.flatMap(({ text, isPhrase, isExcluded }) =>
      isPhrase || isExcluded
        ? []
        : wordsOf(text).flatMap(({ kind, lexeme }) =>
            kind === 'word' && VOCABULARY.test(lexeme) ? [lexeme] : [],
          ),
    ),
  ),
];

/** What goes into the vocabulary: words of people, not numbers, hashes or hosts. */
export const VOCABULARY = /^\p{L}{4,30}$/u;

/** A day in a time zone, a month, a year, or an instant. */
const DAY = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

export const dayOf = (value: string): { year: number; month: number; day: number } | undefined => {
  const [, year, month = '01', day = '01'] = DAY.exec(value) ?? [];
  if (year === undefined) return undefined;
  const at = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const isReal = !Number.isNaN(at.getTime()) && at.getUTCDate() === Number(day) && Number(year) > 0;
  return isReal ? { year: Number(year), month: Number(month), day: Number(day) } : undefined;
};
