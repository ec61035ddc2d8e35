import type { Link, LinkKind } from './signal.js';

/** Links that a browser may open: http and https only, relative ones resolved on `base`, the rest dropped. */
export function linksOf(
  urls: Partial<Record<LinkKind, string | null | undefined>>,
  base?: string,
): readonly Link[] {
  return Object.entries(urls).flatMap(([kind, text]) => {
    const url = text ? webUrl(text, base) : undefined;
    return url === undefined ? [] : [{ kind: kind as LinkKind, url }];
  });
}

/** One such link, or undefined. */
export function webUrl(text: string, base?: string): string | undefined {
  const url = URL.parse(text, base || undefined);
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  // An absolute address stays as it was written: some systems compare it as text. What a browser would first have to
  // put right ("https:x", a line break inside) is written as the browser reads it.
  const written = AS_WRITTEN.test(text) ? text : url.href;
  return written.length <= LONGEST_ADDRESS ? written : undefined;
}

/** What servers and browsers still take. */
const LONGEST_ADDRESS = 8_000;

const AS_WRITTEN = /^https?:\/\/[^\s\u0000-\u0020\u007f\ud800-\udfff]+$/u;

const WRITTEN =
  /^\d{4}-\d\d?-\d\d?([T ]|$)|^\d{4}\/\d\d?\/\d\d?( |$)|^([A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4}/;
const LONGEST_DATE = 100;
const ZONED = /(Z|UTC|GMT|[+-]\d\d:?\d\d)$/i;

/**
 * A date somebody else wrote: ISO 8601, RFC 2822, or seconds or milliseconds since 1970.
 * Unset ones (empty, year 1, unreadable) are absent, not wrong. Without a zone it is UTC: a server's own zone is no fact about its sender.
 */
export function instantOf(value: unknown): Date | undefined {
  const date = typeof value === 'number' ? sinceEpoch(value) : dateOf(value);
  return date !== undefined && date.getTime() > 0 ? date : undefined;
}

function dateOf(value: unknown): Date | undefined {
  const text = typeof value === 'string' && value.length <= LONGEST_DATE ? value.trim() : '';
  if (/^\d{9,14}(\.\d+)?$/.test(text)) return sinceEpoch(Number(text));
  // The engine's own parser finds dates in "disk 5" too.
  if (!WRITTEN.test(text)) return undefined;
  const zoned = ZONED.test(text) || !/\d:\d\d/.test(text) ? text : `${text}Z`;
  // Many senders write +0900 where the standard wants +09:00.
  return new Date(zoned.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
}

/** Nobody was alive to send milliseconds before 1973, nor will be to send seconds after 5138. */
const sinceEpoch = (count: number): Date => new Date(Math.abs(count) < 1e11 ? count * 1000 : count);

/** Text, or what is plainly one: a number, true or false. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined;

/** A flat map of texts, as labels and annotations are; what is no text in it is left out. */
export function textsOf(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => {
      const text = textOf(one);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** An object, not a list. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The entries that say something: null and undefined are left out. */
export const said = (value: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null && one !== undefined));
