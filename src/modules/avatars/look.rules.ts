/** Whose picture it is. The id chooses shape and colour, so a new name keeps the face that people know. */
export interface Pictured {
  readonly kind: 'person' | 'team';
  readonly id: string;
  readonly name: string;
}

/** White letters on each of them have the contrast of AA, 4.5 : 1. */
export const AVATAR_COLOURS = [
  '#2f6f9f',
  '#8a4b9d',
  '#b0486a',
  '#3f7d4e',
  '#4f6475',
  '#4b5fb0',
  '#2b7a78',
  '#7a4fa3',
  '#a8437f',
  '#3a6fb8',
  '#9a5a24',
  '#6f6a1f',
] as const;

export const PERSON_SHAPES = [
  'M12 0a12 12 0 1 0 0 24a12 12 0 1 0 0-24Z',
  'M9.8.6a4.4 4.4 0 0 1 4.4 0l6.4 3.7a4.4 4.4 0 0 1 2.2 3.8v7.8a4.4 4.4 0 0 1-2.2 3.8l-6.4 3.7a4.4 4.4 0 0 1-4.4 0l-6.4-3.7a4.4 4.4 0 0 1-2.2-3.8V8.1a4.4 4.4 0 0 1 2.2-3.8Z',
  'M8.3.3h7.4a3 3 0 0 1 2.1.9l5 5a3 3 0 0 1 .9 2.1v7.4a3 3 0 0 1-.9 2.1l-5 5a3 3 0 0 1-2.1.9H8.3a3 3 0 0 1-2.1-.9l-5-5a3 3 0 0 1-.9-2.1V8.3a3 3 0 0 1 .9-2.1l5-5a3 3 0 0 1 2.1-.9Z',
  'M7 0h10a7 7 0 0 1 7 7v10a7 7 0 0 1-7 7H7a7 7 0 0 1-7-7V7a7 7 0 0 1 7-7Z',
  'M4 .5h16A3.5 3.5 0 0 1 23.5 4v8c0 7-5.5 11.5-11.5 11.7C6 23.5.5 19 .5 12V4A3.5 3.5 0 0 1 4 .5Z',
  'M12 .3c3 0 4.3 1.7 5.6 2.6 1.5 1 3.5 1 4.8 3.3 1.5 2.6.6 4.5.5 6.1-.1 1.7.9 3.4-.4 5.7-1.5 2.6-3.6 2.8-5 3.6-1.5.9-2.6 2.4-5.5 2.4s-4-1.5-5.5-2.4c-1.4-.8-3.5-1-5-3.6-1.3-2.3-.3-4-.4-5.7C1 10.7.1 8.8 1.6 6.2 2.9 3.9 4.9 3.9 6.4 2.9 7.7 2 9 .3 12 .3Z',
] as const;

/** On 16 × 16, in lines. */
export const TEAM_GLYPHS = [
  '<rect x="1.8" y="3" width="12.4" height="10" rx="1.5"/><path d="m2.2 4.5 5.8 4.3 5.8-4.3"/>',
  '<ellipse cx="8" cy="4" rx="5.5" ry="2.2"/><path d="M2.5 4v8c0 1.2 2.5 2.2 5.5 2.2s5.5-1 5.5-2.2V4M2.5 8c0 1.2 2.5 2.2 5.5 2.2s5.5-1 5.5-2.2"/>',
  '<circle cx="8" cy="8" r="6.2"/><path d="M1.8 8h12.4M8 1.8c2 1.8 2.8 3.9 2.8 6.2S10 12.4 8 14.2C6 12.4 5.2 10.3 5.2 8S6 3.6 8 1.8Z"/>',
  '<circle cx="5" cy="11" r="3"/><path d="M7.2 8.8 13.5 2.5M11 5l2 2"/>',
  '<circle cx="4" cy="3.5" r="1.7"/><circle cx="4" cy="12.5" r="1.7"/><circle cx="12" cy="8.5" r="1.7"/><path d="M4 5.2v5.6M4 5.2c.3 2.2 2.5 3.3 6.3 3.3"/>',
  '<path d="m8 1.8 5.5 3v6.4L8 14.2l-5.5-3V4.8Z"/><path d="m2.7 5 5.3 2.9L13.3 5M8 8v6"/>',
  '<path d="M9 1.5 3 9h4.5L7 14.5 13 7H8.5Z"/>',
  '<path d="M8 1.6 13 3.5V8c0 3.2-2.2 5.4-5 6.4C5.2 13.4 3 11.2 3 8V3.5Z"/><path d="m5.9 8 1.5 1.5 2.8-3"/>',
] as const;

const SHADES = [4, 12, 20] as const;

export interface Look {
  readonly colour: string;
  readonly shape: string;
  readonly glyph: string;
  /** Where the darker hill stands. */
  readonly shade: number;
}

/** The same arithmetic as in the apps, so that nobody changes their face when pictures begin to come from here. */
export function lookOf(id: string): Look {
  const h = hash(id);
  return {
    shape: pick(PERSON_SHAPES, h),
    colour: pick(AVATAR_COLOURS, h >>> 4),
    shade: pick(SHADES, h >>> 9),
    glyph: pick(TEAM_GLYPHS, h >>> 12),
  };
}

const pick = <T>(from: readonly [T, ...T[]], n: number): T => from[n % from.length] ?? from[0];

/** FNV-1a with a final mix: small, stable, good enough to spread ids over twelve colours. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) h = Math.imul(h ^ text.charCodeAt(at), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}

const KANA_OR_KANJI = /^[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]/;
const LETTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The first character of a Japanese name, else the first letters of its first and last word. */
export function initials(name: string): string {
  const words = name.toWellFormed().trim().split(/\s+/).filter(Boolean);
  const [head, second] = lettersOf(words[0] ?? '');
  if (head === undefined) return '?';
  if (KANA_OR_KANJI.test(head)) return head;
  const tail = words.length > 1 ? lettersOf(words.at(-1) ?? '')[0] : second;
  return capital(head) + capital(tail ?? '');
}

const lettersOf = (word: string): readonly string[] =>
  [...LETTERS.segment(word)].slice(0, 2).map(({ segment }) => segment);

/** ß stays one letter. */
const capital = (letter: string): string => {
  const upper = letter.toUpperCase();
  return lettersOf(upper).length > 1 ? letter : upper;
};
