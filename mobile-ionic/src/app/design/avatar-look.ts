/** What a generated avatar looks like; it depends on the id alone, so that both apps draw the same. */
export interface AvatarLook {
  readonly colour: string;
  readonly text: string;
  readonly glyph: string;
}

const COLOURS = [
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

/** On a 40 px square, in white strokes. */
const GLYPHS = [
  'M9 14h22v13H9Zm0 4h22M13 23h5',
  'M10 12c0-4 20-4 20 0v16c0 4-20 4-20 0Zm0 0c0 4 20 4 20 0m-20 8c0 4 20 4 20 0',
  'M7 12h15v14H7Zm15 5h6l5 5v4H22ZM13 29.500a2.500 2.500 0 1 0 .1 0M28 29.500a2.500 2.500 0 1 0 .1 0',
  'M20 8a12 12 0 1 0 .1 0M8.500 20h23M20 8c4 3.500 5.500 7.500 5.500 12S24 28.500 20 32c-4-3.500-5.500-7.500-5.500-12S16 11.500 20 8',
  'M22 7 10 22h9l-2 11 13-16h-9Z',
  'M20 7l11 4v8c0 7-5 11-11 14C14 30 9 26 9 19v-8Z',
] as const;

/** FNV-1a with a final mix: small, stable, good enough to spread ids over twelve colours. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) h = Math.imul(h ^ text.charCodeAt(at), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}

/** The first character of a Japanese name, else the first letters of its first and last word. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const head = [...(words[0] ?? '')][0];
  if (head === undefined) return '?';
  if (/[\u3040-\u30ff\u3400-\u9fff]/.test(head)) return head;
  const tail = words.length > 1 ? [...(words.at(-1) ?? '')][0] : [...(words[0] ?? '')][1];
  return (head + (tail ?? '')).toUpperCase();
}

export function avatarLook(id: string, name: string): AvatarLook {
  const h = hash(id);
  return {
    colour: COLOURS[(h >>> 4) % COLOURS.length] ?? COLOURS[0],
    text: initials(name),
    glyph: GLYPHS[(h >>> 12) % GLYPHS.length] ?? GLYPHS[0],
  };
}
