/** A text as it is compared: without case, width, accents that hide a letter, and the difference between the two kana. */
export interface Folded {
  readonly text: string;
  /** For each unit of `text`, where in the original its sign begins and ends. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Most of what monitors say: nothing of it has to be looked at sign by sign. */
const NO_SIGN = /^[\x20-\x7e]*$/;
const HALF_WIDTH_MARK = /^[ﾞﾟ\u0300-\u036f\u3099\u309a]$/u;
const KATAKANA = /[\u30a1-\u30f6]/;
const TO_HIRAGANA = 0x60;

/** Character by character, so that what is found can be shown in the text as it was written. */
export function fold(original: string): Folded {
  if (NO_SIGN.test(original)) {
    const from = Array.from({ length: original.length }, (_, i) => i);
    return { text: original.toLowerCase(), from, to: from.map((i) => i + 1) };
  }
  const characters = Array.from(original);
  let text = '';
  const [from, to]: [number[], number[]] = [[], []];
  let place = 0;
  for (let i = 0; i < characters.length; i += 1) {
    const begin = place;
    let character = characters[i] ?? '';
    place += character.length;
    // A mark belongs to the sign before it: ｶﾞ is one sound.
    while (HALF_WIDTH_MARK.test(characters[i + 1] ?? '')) {
      i += 1;
      const mark = characters[i] ?? '';
      character += mark;
      place += mark.length;
    }
    for (const unit of foldedSign(character)) {
      text += unit;
      for (let n = 0; n < unit.length; n += 1) {
        from.push(begin);
        to.push(place);
      }
    }
  }
  return { text, from, to };
}

function foldedSign(sign: string): string {
  if (NO_SIGN.test(sign)) return sign.toLowerCase();
  const plain = sign.normalize('NFKC').toLowerCase();
  // Accents of Latin letters are left out; those of kana tell one sound from another.
  const bare = /^\p{Script=Latin}/u.test(plain) ? plain.normalize('NFD').replace(/\p{M}/gu, '') : plain;
  return Array.from(bare, (one) =>
    KATAKANA.test(one) ? String.fromCodePoint((one.codePointAt(0) ?? 0) - TO_HIRAGANA) : one,
  ).join('');
}

export interface Word {
  /** As it stands in the index. */
  readonly lexeme: string;
  /** Counted in words and Japanese signs, from 1. */
  readonly position: number;
  /** Of the original text. */
  readonly from: number;
  readonly to: number;
  /** A pair of Japanese signs, a single one, a whole word or a part of a compound such as `rtr-tyo-2`. */
  readonly kind: 'pair' | 'sign' | 'word' | 'part';
}

const LONGEST_WORD = 60;
const JAPANESE = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Hangul}々〆ー`;
const RUN = new RegExp(
  String.raw`(?<japanese>[${JAPANESE}]+)|(?<word>[\p{L}\p{N}](?:[\p{L}\p{N}._@:/'-]*[\p{L}\p{N}])?)`,
  'gu',
);
const JAPANESE_SIGN = new RegExp(String.raw`[${JAPANESE}]`, 'u');
const JAPANESE_RUN = new RegExp(String.raw`([${JAPANESE}]+)`, 'u');
const PART = /[\p{L}\p{N}]+/gu;

/** All that a text can be found by. Japanese goes by pairs of signs, because it has no spaces; single signs too. */
export function wordsOf(original: string): readonly Word[] {
  const { text, from, to } = fold(original);
  const words: Word[] = [];
  let position = 1;
  const add = (kind: Word['kind'], lexeme: string, begin: number): void => {
    words.push({
      kind,
      lexeme: lexeme.slice(0, LONGEST_WORD),
      position,
      from: from[begin] ?? 0,
      to: to[begin + lexeme.length - 1] ?? original.length,
    });
  };
  for (const run of pieces(text)) {
    if (run.isJapanese) {
      const signs = Array.from(run.text);
      let begin = run.begin;
      for (const [i, sign] of signs.entries()) {
        add('sign', sign, begin);
        const next = signs[i + 1];
        if (next !== undefined) add('pair', sign + next, begin);
        position += 1;
        begin += sign.length;
      }
      continue;
    }
    add('word', run.text, run.begin);
    const parts = [...run.text.matchAll(PART)];
    if (parts.length > 1)
      for (const part of parts) {
        add('part', part[0], run.begin + part.index);
        position += 1;
      }
    else position += 1;
  }
  return words;
}

interface Piece {
  readonly text: string;
  readonly begin: number;
  readonly isJapanese: boolean;
}

/** Latin and Japanese that touch each other are two: DB障害. */
function pieces(text: string): readonly Piece[] {
  return Array.from(text.matchAll(RUN)).flatMap((run) => {
    if (run.groups?.['japanese'] !== undefined) return [{ text: run[0], begin: run.index, isJapanese: true }];
    if (NO_SIGN.test(run[0])) return [{ text: run[0], begin: run.index, isJapanese: false }];
    const found: Piece[] = [];
    let begin = run.index;
    for (const piece of run[0].split(JAPANESE_RUN)) {
      const trimmed = piece.replace(/[^\p{L}\p{N}]+$/u, '').replace(/^[^\p{L}\p{N}]+/u, '');
      const isJapanese = JAPANESE_SIGN.test(piece);
      const skipped = isJapanese ? 0 : piece.length - piece.replace(/^[^\p{L}\p{N}]+/u, '').length;
      if (isJapanese) found.push({ text: piece, begin, isJapanese });
      else if (trimmed !== '') found.push({ text: trimmed, begin: begin + skipped, isJapanese });
      begin += piece.length;
    }
    return found;
  });
}

/** PostgreSQL keeps no more places of a word, and no later ones. */
const MOST_PLACES = 60;
const LAST_PLACE = 16_383;

/** A text and how much its words weigh, A to D, as PostgreSQL writes a `tsvector`. */
export function vectorOf(
  texts: readonly { readonly text: string; readonly weight: 'A' | 'B' | 'C' | 'D' }[],
): string {
  const places = new Map<string, string[]>();
  let offset = 0;
  for (const { text, weight } of texts) {
    const words = wordsOf(text);
    for (const { lexeme, position } of words) {
      const known = places.get(lexeme) ?? [];
      places.set(lexeme, known);
      const place = Math.min(position + offset, LAST_PLACE);
      if (known.length < MOST_PLACES) known.push(`${place}${weight === 'D' ? '' : weight}`);
    }
    // Nothing that stands at the end of one is beside what begins the next.
    offset += (words.at(-1)?.position ?? 0) + 2;
  }
  return [...places].map(([lexeme, where]) => `${quoted(lexeme)}:${[...new Set(where)].join(',')}`).join(' ');
}

/** @returns a lexeme as it stands in `tsvector` and `tsquery` */
export const quoted = (lexeme: string): string =>
  `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
