const JSON_START = /^\s*[[{"\-\dtfn]/;

/**
 * One body reader for all senders: SNS sends JSON as text/plain, `curl -d` sends it as a form, Uptime Kuma a form with JSON in it.
 * JSON where JSON was declared, else JSON, form or text, whichever it is; undefined where it is not what was declared, or empty.
 */
export function bodyOf(rawBody: Uint8Array, contentType = ''): unknown {
  const type = contentType.toLowerCase();
  const text = decoder(type).decode(rawBody);
  if (text === '') return undefined;
  if (/ndjson|jsonl|json-(seq|lines)/.test(type)) return linesOf(text);
  if (/json/.test(type)) return parsed(text);
  if (type.startsWith('application/x-www-form-urlencoded')) {
    // A form's first name never begins with a brace; curl's JSON without a header always does.
    const json = /^\s*[[{]/.test(text) ? parsed(text) : undefined;
    return json ?? Object.fromEntries(new URLSearchParams(text));
  }
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)/i.exec(contentType)?.[1];
  if (boundary !== undefined) return partsOf(text, boundary);
  return (JSON_START.test(text) ? parsed(text) : undefined) ?? text;
}

function parsed(text: string): unknown {
  try {
    const value = JSON.parse(text) as unknown;
    return depthOf(text) > DEEPEST ? shallow(value, DEEPEST) : value;
  } catch {
    return undefined;
  }
}

/** One value on each line; a line that is none stays as it is. */
const linesOf = (text: string): readonly unknown[] =>
  text
    .split(/[\n\u001e]/)
    .filter((line) => line.trim() !== '')
    .map((line) => parsed(line) ?? line);

/** Nobody nests deeper on purpose, and whoever walks over it later, the database among them, has a stack. */
const DEEPEST = 100;

function depthOf(text: string): number {
  let deepest = 0;
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (isQuoted) {
      if (sign === '\\') at += 1;
      else if (sign === '"') isQuoted = false;
    } else if (sign === '"') isQuoted = true;
    else if (sign === '[' || sign === '{') deepest = Math.max(deepest, ++depth);
    else if (sign === ']' || sign === '}') depth -= 1;
  }
  return deepest;
}

/** What lies below is left out; the delivery keeps every byte of it. */
function shallow(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return '…';
  if (Array.isArray(value)) return value.map((one) => shallow(one, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shallow(one, levels - 1)]));
}

const UTF_8 = new TextDecoder();

/** Older systems in Japan still write Shift_JIS or EUC-JP. */
function decoder(contentType: string) {
  const charset = /charset="?([\w.:-]+)/.exec(contentType)?.[1];
  if (charset === undefined || charset === 'utf-8') return UTF_8;
  try {
    return new TextDecoder(charset);
  } catch {
    return UTF_8;
  }
}

/** The text fields of a multipart form; files are left out. Plain searches only: the text is a stranger's. */
function partsOf(text: string, boundary: string): Record<string, string> {
  return Object.fromEntries(
    text.split(`--${boundary}`).flatMap((part) => {
      const lines = part.replaceAll('\r\n', '\n');
      const end = lines.indexOf('\n\n');
      const head = lines.slice(0, Math.min(Math.max(end, 0), 1000));
      const name = /[; ]name="([^"]*)"/i.exec(head)?.[1];
      return name === undefined || /filename/i.test(head)
        ? []
        : [[name, lines.slice(end + 2).replace(/\n$/, '')]];
    }),
  );
}
