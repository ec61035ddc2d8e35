import { styleText } from 'node:util';

export type Tone = 'plain' | 'good' | 'bad' | 'live' | 'dim';
export type Paint = (tone: Tone, text: string) => string;

const STYLES = { good: 'green', bad: 'red', live: 'yellow', dim: 'dim' } as const;

export const inColour: Paint = (tone, text) =>
  tone === 'plain' ? text : styleText(STYLES[tone], text, { validateStream: false });
export const withoutColour: Paint = (_tone, text) => text;

/** Titles and names come from strangers: none of them may move our cursor. */
export const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6\p{Extended_Pictographic}]/u;

/** As people count characters: an accent belongs to its letter. */
const charactersOf = (text: string): readonly string[] =>
  [...new Intl.Segmenter('en').segment(text)].map(({ segment }) => segment);
const widthOfOne = (character: string): number => (WIDE.test(character) ? 2 : 1);

/** Columns on a terminal. */
export const widthOf = (text: string): number =>
  charactersOf(text).reduce((sum, character) => sum + widthOfOne(character), 0);

export const padded = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** Not wider than that; what is cut is seen to be cut. */
export function clipped(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = '';
  for (const character of charactersOf(text)) {
    if (widthOf(kept) + widthOfOne(character) > columns - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Columns as wide as what stands in them; the last one is not filled up. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const cells = rows.map((row) => row.map(plain));
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => widthOf(row[column] ?? ''))),
  );
  return cells.map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** `Mon 2026-11-30 09:00`, in the zone of whoever reads it. */
export function timeText(instant: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant));
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('weekday')} ${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`;
}
