import type { IconName } from '../design/icons';

export interface PaletteEntry {
  readonly id: string;
  readonly text: string;
  readonly hint: string;
  readonly icon: IconName;
  readonly run: () => void;
}

/** Every word of the question must be in the entry; what begins with it comes first. */
export function findEntries(
  entries: readonly PaletteEntry[],
  question: string,
  most: number,
): readonly PaletteEntry[] {
  const words = question.toLowerCase().split(/\s+/).filter(Boolean);
  return entries
    .map((entry) => ({ entry, text: `${entry.text} ${entry.hint}`.toLowerCase() }))
    .filter(({ text }) => words.every((word) => text.includes(word)))
    .sort((a, b) => rank(a.text, words) - rank(b.text, words))
    .slice(0, most)
    .map(({ entry }) => entry);
}

function rank(text: string, words: readonly string[]): number {
  const first = words[0];
  if (first === undefined || text.startsWith(first)) return 0;
  return text.includes(` ${first}`) ? 1 : 2;
}
