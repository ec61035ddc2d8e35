import type { Term } from './query.rules.js';
import type { Mark } from './search.dto.js';
import { wordsOf } from './words.rules.js';

const AROUND = 90;

/** Where in a text stands what was looked for; places that touch are one. */
export function marksIn(
  text: string,
  terms: readonly Term[],
  near: ReadonlyMap<string, readonly string[]> = new Map(),
): Mark[] {
  const wanted = terms
    .filter(({ isExcluded }) => !isExcluded)
    .flatMap(({ text: said }) => wordsOf(said).filter(({ kind }) => kind !== 'part'));
  const single = wanted.length === 1;
  const isMeant = (lexeme: string, kind: string): boolean =>
    wanted.some((word) => {
      if (word.kind === 'sign') return single && word.lexeme === lexeme;
      if (word.kind === 'pair') return word.lexeme === lexeme;
      const meant = near.get(word.lexeme);
      if (meant) return meant.includes(lexeme);
      return kind !== 'sign' && kind !== 'pair' && lexeme.startsWith(word.lexeme);
    });
  const found = wordsOf(text)
    .filter(({ lexeme, kind }) => isMeant(lexeme, kind))
    .map(({ from, to }) => ({ from, to }))
    .sort((a, b) => a.from - b.from || b.to - a.to);
  const marks: Mark[] = [];
  for (const { from, to } of found) {
    const last = marks.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else marks.push({ from, to });
  }
  return marks;
}

/** What stands around the first of the marks, and where they are in it. */
export function excerptOf(
  text: string,
  marks: readonly Mark[],
): { readonly excerpt: string; readonly excerptMarks: Mark[] } {
  const [first] = marks;
  if (!first) return { excerpt: '', excerptMarks: [] };
  const begin = first.from <= AROUND ? 0 : whole(text, first.from - AROUND);
  const end = Math.min(text.length, whole(text, begin + 3 * AROUND));
  const [before, after] = [begin > 0 ? '…' : '', end < text.length ? '…' : ''];
  const shift = before.length - begin;
  return {
    excerpt: before + text.slice(begin, end) + after,
    excerptMarks: marks
      .filter(({ from, to }) => from >= begin && to <= end)
      .map(({ from, to }) => ({ from: from + shift, to: to + shift })),
  };
}

/** Not in the middle of a sign that takes two units. */
const whole = (text: string, at: number): number =>
  /[\udc00-\udfff]/.test(text.charAt(at)) && at > 0 ? at - 1 : at;
