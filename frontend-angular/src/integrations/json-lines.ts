export interface JsonPart {
  readonly look: 'key' | 'text' | 'number' | 'plain';
  readonly text: string;
  /** Colour of the field that was read from here, 1 to 6. */
  readonly mark?: number;
}

/** A body as coloured lines; what Barry read from it carries the colour of its meaning. */
export function jsonLines(
  body: string,
  marks: ReadonlyMap<string, number>,
): readonly (readonly JsonPart[])[] {
  let text = body;
  try {
    text = JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body.split('\n').map((line) => [{ look: 'plain' as const, text: line }]);
  }
  return text.split('\n').map((line) => partsOf(line, marks));
}

function partsOf(line: string, marks: ReadonlyMap<string, number>): readonly JsonPart[] {
  const [, indent = '', key, colon = '', value = '', comma = ''] =
    /^(\s*)("(?:[^"\\]|\\.)*")?(: )?(.*?)(,?)$/.exec(line) ?? [];
  const isKey = colon !== '';
  const shown = isKey ? value : `${key ?? ''}${value}`;
  const parts: JsonPart[] = [{ look: 'plain', text: indent }];
  if (isKey && key !== undefined) parts.push({ look: 'key', text: key + colon });
  if (shown !== '') {
    const mark = marks.get(plain(shown));
    parts.push({ look: lookOf(shown), text: shown, ...(mark === undefined ? {} : { mark }) });
  }
  if (comma !== '') parts.push({ look: 'plain', text: comma });
  return parts.filter((part) => part.text !== '');
}

function lookOf(value: string): JsonPart['look'] {
  if (value.startsWith('"')) return 'text';
  return /^-?\d|^(true|false|null)$/.test(value) ? 'number' : 'plain';
}

/** The value as people compare it: without quotes and escapes. */
function plain(value: string): string {
  if (!value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value;
  }
}
