import { wordSearch } from './word-search';

/** A line of emoji.json: emoji, English name, Japanese name, group, English words, Japanese words. */
type Line = readonly [string, string, string, number, readonly string[], readonly string[]];

/** As `emoji/emoji.json` holds it; fetched when a picker opens for the first time. */
export interface EmojiFile {
  readonly source: string;
  readonly often: readonly string[];
  readonly groups: readonly (readonly [en: string, ja: string])[];
  readonly emoji: readonly Line[];
}

export interface Emoji {
  readonly emoji: string;
  readonly name: string;
}

export interface EmojiTable {
  readonly often: readonly Emoji[];
  readonly groups: readonly { readonly name: string; readonly emoji: readonly Emoji[] }[];
  /** By words of either language, whatever the screen speaks: people type what comes first. */
  find(query: string): readonly Emoji[];
  nameOf(emoji: string): string;
}

export function emojiTable({ often, groups, emoji }: EmojiFile, language: 'en' | 'ja'): EmojiTable {
  const shown = new Map(
    emoji.map((line) => [line, { emoji: line[0], name: language === 'ja' ? line[2] : line[1] }]),
  );
  const byText = new Map([...shown.values()].map((each) => [each.emoji, each]));
  const search = wordSearch(emoji, (line) => ({
    names: [line[1], line[2], line[0]],
    words: [...line[4], ...line[5]],
  }));
  const ofLines = (lines: readonly Line[]): readonly Emoji[] =>
    lines.flatMap((line) => shown.get(line) ?? []);
  return {
    often: often.flatMap((text) => byText.get(text) ?? []),
    groups: groups.map(([en, ja], at) => ({
      name: language === 'ja' ? ja : en,
      emoji: ofLines(emoji.filter(([, , , group]) => group === at)),
    })),
    find: (query) => ofLines(search(query)),
    nameOf: (text) => byText.get(text)?.name ?? text,
  };
}
