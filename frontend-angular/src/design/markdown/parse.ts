/** The part of Markdown that comments use, as data: nothing a person writes ever becomes HTML by itself. */
export type Inline =
  | { readonly kind: 'text' | 'bold' | 'italic' | 'code' | 'mention'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

export type Block =
  | { readonly kind: 'paragraph' | 'heading' | 'quote'; readonly lines: readonly (readonly Inline[])[] }
  | {
      readonly kind: 'list';
      readonly ordered: boolean;
      readonly start: number;
      readonly items: readonly (readonly Inline[])[];
    }
  | { readonly kind: 'table'; readonly rows: readonly (readonly (readonly Inline[])[])[] }
  | { readonly kind: 'code'; readonly text: string };

const INLINE =
  /`([^`\n]+)`|\*\*([^*\n]+)\*\*|(?<![\w*])\*(?!\s)([^*\n]+)(?<!\s)\*(?![\w*])|\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)|(https?:\/\/[^\s<>()]+[^\s<>().,;:!?'"、。])|(?<![\w@])@([\p{L}\p{N}._-]+)/gu;

export function parseInline(text: string): Inline[] {
  const out: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > from) out.push({ kind: 'text', text: text.slice(from, match.index) });
    out.push(inlineOf(match));
    from = match.index + match[0].length;
  }
  if (from < text.length) out.push({ kind: 'text', text: text.slice(from) });
  return out;
}

export function parseMarkdown(source: string): Block[] {
  const blocks: Block[] = [];
  const lines = source.replaceAll('\r\n', '\n').split('\n');
  let at = 0;
  const take = (belongs: (line: string) => boolean): string[] => {
    const taken: string[] = [];
    for (let line = lines[at]; line !== undefined && belongs(line); line = lines[++at]) taken.push(line);
    return taken;
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (line.trim() === '') {
      at++;
    } else if (line.startsWith('```')) {
      at++;
      const code = take((next) => !next.startsWith('```'));
      at++;
      blocks.push({ kind: 'code', text: code.join('\n') });
    } else if (ITEM.test(line)) {
      const number = /^\s*(\d+)/.exec(line)?.[1];
      const items = take((next) => ITEM.test(next)).map((item) => parseInline(item.replace(ITEM, '')));
      blocks.push({ kind: 'list', ordered: number !== undefined, start: Number(number ?? 1), items });
    } else if (ROW.test(line)) {
      const rows = take((next) => ROW.test(next)).filter((row) => !RULE.test(row));
      blocks.push({ kind: 'table', rows: rows.map((row) => cellsOf(row).map(parseInline)) });
    } else if (HEADING.test(line)) {
      at++;
      blocks.push({ kind: 'heading', lines: [parseInline(line.replace(HEADING, ''))] });
    } else if (QUOTE.test(line)) {
      const quoted = take((next) => QUOTE.test(next)).map((next) => parseInline(next.replace(QUOTE, '')));
      blocks.push({ kind: 'quote', lines: quoted });
    } else {
      blocks.push({ kind: 'paragraph', lines: take(isPlain).map(parseInline) });
    }
  }
  return blocks;
}

const ITEM = /^\s*(?:[-*+]|\d+[.)])\s+/;
const HEADING = /^#{1,6}\s+/;
const QUOTE = /^>\s?/;
const ROW = /^\s*\|.*\|\s*$/;
const RULE = /^[\s|:-]+$/;

const cellsOf = (row: string): string[] =>
  row
    .trim()
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());

function isPlain(line: string): boolean {
  return (
    line.trim() !== '' &&
    !line.startsWith('```') &&
    ![ITEM, HEADING, QUOTE, ROW].some((mark) => mark.test(line))
  );
}

function inlineOf(match: RegExpExecArray): Inline {
  const [whole, code, bold, italic, linkText, linkUrl, url, mention] = match;
  if (code !== undefined) return { kind: 'code', text: code };
  if (bold !== undefined) return { kind: 'bold', text: bold };
  if (italic !== undefined) return { kind: 'italic', text: italic };
  if (linkText !== undefined && linkUrl !== undefined) return { kind: 'link', text: linkText, url: linkUrl };
  if (url !== undefined) return { kind: 'link', text: url, url };
  return mention === undefined ? { kind: 'text', text: whole } : { kind: 'mention', text: `@${mention}` };
}
