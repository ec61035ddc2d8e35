/** What a thing is called, and by what else it is found. */
export interface Findable {
  readonly names: readonly string[];
  readonly words: readonly string[];
}

type Search<T> = (query: string) => readonly T[];

const KATAKANA = /[\u30a1-\u30f6]/g;
const isShortLatin = (term: string): boolean => term.length < 3 && /^[\x21-\x7e]+$/.test(term);

/** Half and full width, capitals, hiragana and katakana are the same word to who types. */
export const foldWord = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(KATAKANA, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));

/** Built once, asked at every key. Best first; what is equally good stays in the order of the list. */
export function wordSearch<T>(all: readonly T[], said: (each: T) => Findable): Search<T> {
  const index = all.map((each) => {
    const { names, words } = said(each);
    return { each, names: names.map(foldWord), words: words.map(foldWord) };
  });
  return (query) => {
    const terms = foldWord(query).split(/\s+/).filter(Boolean);
    if (terms.length === 0) return all;
    return index
      .map(({ each, names, words }) => ({ each, rank: rankOf(terms, names, words) }))
      .filter(({ rank }) => rank < NOT_FOUND)
      .sort((a, b) => a.rank - b.rank)
      .map(({ each }) => each);
  };
}

const NOT_FOUND = 100;

/** Every term has to be found; the worst of them counts. */
function rankOf(terms: readonly string[], names: readonly string[], words: readonly string[]): number {
  return Math.max(
    ...terms.map((term) => Math.min(...names.map(rank(term, 0)), ...words.map(rank(term, 1)), NOT_FOUND)),
  );
}

/** The whole, its beginning, the beginning of a word in it, somewhere in it: a name before a keyword each time. */
const rank =
  (term: string, behind: 0 | 1) =>
  (text: string): number => {
    if (text === term) return behind;
    if (text.startsWith(term)) return 2 + behind;
    if (text.includes(` ${term}`)) return 4 + behind;
    // "ok" is not looked for in "book".
    return text.includes(term) && !isShortLatin(term) ? 6 + behind : NOT_FOUND;
  };
