import { jsonOf, keptText } from './json-text.js';

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
  if (/json/.test(type)) return jsonOf(text);
  if (type.startsWith('application/x-www-form-urlencoded')) {
    // A form's first name never begins with a brace; curl's JSON without a header always does.
    const json = /^\s*[[{]/.test(text) ? jsonOf(text) : undefined;
    return json ?? fieldsOf(new URLSearchParams(text));
  }
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)/i.exec(contentType)?.[1];
  if (boundary !== undefined) return partsOf(text, boundary);
  return (JSON_START.test(text) ? jsonOf(text) : undefined) ?? (keptText(text) || undefined);
}

/** What stands behind the question mark of an address, or in a form; of one name the last. */
export const fieldsOf = (fields: URLSearchParams): Record<string, string> =>
  Object.fromEntries([...fields].map(([name, value]) => [keptText(name), keptText(value)]));

/** One value on each line; a line that is none stays as it is. */
const linesOf = (text: string): readonly unknown[] =>
  text
    .split(/[\n\u001e]/)
    .filter((line) => line.trim() !== '')
    .map((line) => jsonOf(line) ?? line);

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
        : [[keptText(name), keptText(lines.slice(end + 2).replace(/\n$/, ''))]];
    }),
  );
}
