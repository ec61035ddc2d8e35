/**
 * What a picture of ours may be: shapes and nothing that acts, loads or points out of the file. A list of what is
 * allowed, because nobody knows the list of what is dangerous. Pictures that people upload are never SVG.
 */
const ELEMENTS = new Set([
  'svg',
  'title',
  'defs',
  'g',
  'path',
  'circle',
  'ellipse',
  'rect',
  'use',
  'clipPath',
  'text',
]);
const ATTRIBUTES = new Set([
  ...[
    'xmlns',
    'viewBox',
    'role',
    'id',
    'href',
    'd',
    'x',
    'y',
    'width',
    'height',
    'cx',
    'cy',
    'r',
    'rx',
    'ry',
  ],
  ...['fill', 'fill-rule', 'opacity', 'transform', 'clip-path', 'stroke', 'stroke-width', 'stroke-opacity'],
  ...['stroke-linejoin', 'stroke-linecap', 'text-anchor', 'font-family', 'font-size', 'font-weight'],
]);
/** The only ones in which letters stand. */
const WORDS = new Set(['title', 'text']);

const TAG = /<(\/?)([A-Za-z]+)((?:\s+[A-Za-z][A-Za-z-]*="[^"<&]*")*)\s*(\/?)>|([^<]+)/gy;
const ATTRIBUTE = /([A-Za-z][A-Za-z-]*)="([^"]*)"/g;
const ESCAPED = /&(?:lt|gt|amp|quot|apos|#\d{1,6});/g;
const INSIDE = /^#[a-z][a-z0-9-]*$/;
const PAINT = /^url\(#[a-z][a-z0-9-]*\)$/;
const NAMESPACE = 'http://www.w3.org/2000/svg';

interface Reading {
  readonly faults: string[];
  readonly open: string[];
  readonly ids: string[];
  readonly references: string[];
  titles: number;
}

/** Empty where the picture is fit to be shown. */
export function svgFaults(svg: string, maxBytes: number): readonly string[] {
  const seen: Reading = { faults: [], open: [], ids: [], references: [], titles: 0 };
  const bytes = new TextEncoder().encode(svg).length;
  if (bytes > maxBytes) seen.faults.push(`${bytes} bytes are more than ${maxBytes}`);
  const end = readTokens(svg, seen);
  if (end < svg.length) seen.faults.push(`not understood: ${svg.slice(end, end + 40)}`);
  if (seen.open.length > 0) seen.faults.push(`not closed: ${seen.open.join(', ')}`);
  if (!/^<svg [^>]*viewBox="-?\d+ -?\d+ \d+ \d+"/.test(svg))
    seen.faults.push('does not begin with a viewBox');
  if (!svg.includes(`xmlns="${NAMESPACE}"`)) seen.faults.push('has no namespace');
  if (seen.titles !== 1) seen.faults.push(`${seen.titles} titles instead of one`);
  const twice = seen.ids.filter((id, at) => seen.ids.indexOf(id) !== at);
  const nowhere = seen.references.filter((id) => !seen.ids.includes(id));
  return [
    ...seen.faults,
    ...twice.map((id) => `id ${id} twice`),
    ...nowhere.map((id) => `nothing has the id ${id}`),
  ];
}

/** The names that would meet those of another picture in the same page. */
export const svgIds = (svg: string): readonly string[] =>
  [...svg.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id);

/** Where the reading ended: before the end of the text there is something that was not understood. */
function readTokens(svg: string, seen: Reading): number {
  let end = 0;
  for (const token of svg.matchAll(TAG)) {
    end = token.index + token[0].length;
    const [, close, name, attributes = '', empty, words] = token;
    if (words !== undefined) readWords(words, seen);
    else if (name !== undefined)
      readTag({ name, attributes, isEnd: close === '/', isEmpty: empty === '/' }, seen);
  }
  return end;
}

interface Tag {
  readonly name: string;
  readonly attributes: string;
  readonly isEnd: boolean;
  readonly isEmpty: boolean;
}

function readTag({ name, attributes, isEnd, isEmpty }: Tag, seen: Reading): void {
  if (isEnd) {
    if (seen.open.pop() !== name) seen.faults.push(`</${name}> closes something else`);
    return;
  }
  if (!ELEMENTS.has(name)) seen.faults.push(`element ${name}`);
  if ((name === 'svg') !== (seen.open.length === 0)) seen.faults.push(`${name} stands in the wrong place`);
  if (name === 'title') seen.titles += 1;
  for (const [, key = '', value = ''] of attributes.matchAll(ATTRIBUTE)) readAttribute(key, value, seen);
  if (!isEmpty) seen.open.push(name);
}

function readAttribute(key: string, value: string, seen: Reading): void {
  if (!ATTRIBUTES.has(key)) seen.faults.push(`attribute ${key}`);
  if (key === 'id') seen.ids.push(value);
  const isPaint = /url|\(/i.test(value) && key !== 'transform';
  if (key === 'href' && !INSIDE.test(value)) seen.faults.push(`href ${value}`);
  if (key !== 'href' && isPaint && !PAINT.test(value)) seen.faults.push(`${key} ${value}`);
  if (/:/.test(value) && !(key === 'xmlns' && value === NAMESPACE)) seen.faults.push(`${key} ${value}`);
  const target = /#([a-z][a-z0-9-]*)\)?$/.exec(key === 'href' || isPaint ? value : '')?.[1];
  if (target !== undefined) seen.references.push(target);
}

function readWords(words: string, seen: Reading): void {
  if (words.trim() === '') return;
  const around = seen.open.at(-1) ?? '';
  if (!WORDS.has(around)) seen.faults.push(`words outside of a title: ${words.trim().slice(0, 40)}`);
  if (words.replace(ESCAPED, '').includes('&')) seen.faults.push('an entity of its own');
}
