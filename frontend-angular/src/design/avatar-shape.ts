/** What a person's or team's generated avatar looks like; only depends on its id and name. */
export interface AvatarLook {
  readonly shape: number;
  readonly colour: string;
  readonly text: string;
  readonly shade: 4 | 12 | 20;
  readonly glyph: 'mail' | 'storage' | 'globe' | 'key' | 'nodes' | 'services' | 'bolt' | 'shield';
}

export const PERSON_SHAPES = [
  'M12 0a12 12 0 1 0 0 24a12 12 0 1 0 0-24Z',
  'M9.8.6a4.4 4.4 0 0 1 4.4 0l6.4 3.7a4.4 4.4 0 0 1 2.2 3.8v7.8a4.4 4.4 0 0 1-2.2 3.8l-6.4 3.7a4.4 4.4 0 0 1-4.4 0l-6.4-3.7a4.4 4.4 0 0 1-2.2-3.8V8.1a4.4 4.4 0 0 1 2.2-3.8Z',
  'M8.3.3h7.4a3 3 0 0 1 2.1.9l5 5a3 3 0 0 1 .9 2.1v7.4a3 3 0 0 1-.9 2.1l-5 5a3 3 0 0 1-2.1.9H8.3a3 3 0 0 1-2.1-.9l-5-5a3 3 0 0 1-.9-2.1V8.3a3 3 0 0 1 .9-2.1l5-5a3 3 0 0 1 2.1-.9Z',
  'M7 0h10a7 7 0 0 1 7 7v10a7 7 0 0 1-7 7H7a7 7 0 0 1-7-7V7a7 7 0 0 1 7-7Z',
  'M4 .5h16A3.5 3.5 0 0 1 23.5 4v8c0 7-5.5 11.5-11.5 11.7C6 23.5.5 19 .5 12V4A3.5 3.5 0 0 1 4 .5Z',
  'M12 .3c3 0 4.3 1.7 5.6 2.6 1.5 1 3.5 1 4.8 3.3 1.5 2.6.6 4.5.5 6.1-.1 1.7.9 3.4-.4 5.7-1.5 2.6-3.6 2.8-5 3.6-1.5.9-2.6 2.4-5.5 2.4s-4-1.5-5.5-2.4c-1.4-.8-3.5-1-5-3.6-1.3-2.3-.3-4-.4-5.7C1 10.7.1 8.8 1.6 6.2 2.9 3.9 4.9 3.9 6.4 2.9 7.7 2 9 .3 12 .3Z',
] as const;

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
];
const GLYPHS = ['mail', 'storage', 'globe', 'key', 'nodes', 'services', 'bolt', 'shield'] as const;

/** FNV-1a with a final mix: small, stable, good enough to spread ids over twelve colours. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}

/** First character of a Japanese name, else the first letters of the first and the last word. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = words[0];
  if (first === undefined) return '?';
  const head = [...first][0] ?? '?';
  if (/[\u3040-\u30ff\u3400-\u9fff]/.test(head)) return head;
  const last = words.length > 1 ? [...(words.at(-1) ?? '')][0] : [...first][1];
  return (head + (last ?? '')).toUpperCase();
}

export function avatarLook(id: string, name: string): AvatarLook {
  const h = hash(id);
  return {
    shape: h % PERSON_SHAPES.length,
    colour: COLOURS[(h >>> 4) % COLOURS.length] ?? '#2f6f9f',
    text: initials(name),
    shade: ([4, 12, 20] as const)[(h >>> 9) % 3] ?? 12,
    glyph: GLYPHS[(h >>> 12) % GLYPHS.length] ?? 'services',
  };
}
