import { ScimRefused } from './scim.errors.js';

/** What a directory may ask for: equality, joined by `and`, `or`, `not` and brackets (RFC 7644, section 3.4.2.2). */
export type Filter =
  | { readonly op: 'eq'; readonly attribute: string; readonly value: string | boolean | number | null }
  | { readonly op: 'and' | 'or'; readonly of: readonly Filter[] }
  | { readonly op: 'not'; readonly of: Filter };

const LONGEST = 4_000;
const DEEPEST = 10;
const MOST_TERMS = 60;

/** A string as in JSON, a bracket, or a word; a path may carry a filter of its own in square brackets. */
const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|([()])|([^\s()"[\]]+(?:\[[^\]]*\])?[^\s()"[\]]*))/y;

const refused = (why: string): ScimRefused => new ScimRefused('invalidFilter', why);

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (!found) throw refused(`Not understood from character ${at + 1}`);
    tokens.push(found[1] ?? found[2] ?? found[3] ?? '');
  }
  return tokens;
}

/** @throws ScimRefused */
export function parseFilter(text: string): Filter {
  if (text.length > LONGEST) throw refused('The filter is too long');
  const tokens = tokensOf(text);
  let next = 0;
  let terms = 0;
  const isWord = (word: string): boolean => tokens[next]?.toLowerCase() === word;

  const joined = (word: 'and' | 'or', part: (depth: number) => Filter, depth: number): Filter => {
    const of = [part(depth)];
    while (isWord(word)) {
      next += 1;
      of.push(part(depth));
    }
    const [only] = of;
    return of.length === 1 && only ? only : { op: word, of };
  };
  const either = (depth: number): Filter => joined('or', both, depth);
  const both = (depth: number): Filter => joined('and', one, depth);
  const one = (depth: number): Filter => {
    if (depth > DEEPEST) throw refused('The filter is too deep');
    if (isWord('not') && tokens[next + 1] === '(') {
      next += 1;
      return { op: 'not', of: one(depth + 1) };
    }
    if (tokens[next] !== '(') return comparison();
    next += 1;
    const inner = either(depth + 1);
    if (tokens[next] !== ')') throw refused('A bracket is not closed');
    next += 1;
    return inner;
  };
  const comparison = (): Filter => {
    const [attribute, operator, value] = tokens.slice(next, next + 3);
    if (attribute === undefined || !/^[a-z]/i.test(attribute)) throw refused('An attribute is missing');
    if (operator?.toLowerCase() !== 'eq') throw refused('Only eq is understood, with and, or, not');
    if (value === undefined) throw refused('A value is missing');
    next += 3;
    terms += 1;
    if (terms > MOST_TERMS) throw refused('The filter has too many terms');
    return { op: 'eq', attribute, value: valueOf(value) };
  };

  const filter = either(0);
  if (next < tokens.length) throw refused('There is something behind the end of the filter');
  return filter;
}

function valueOf(token: string): string | boolean | number | null {
  if (/^(true|false|null)$/i.test(token)) return JSON.parse(token.toLowerCase()) as boolean | null;
  try {
    const value = JSON.parse(token) as unknown;
    if (typeof value === 'string' || typeof value === 'number') return value;
  } catch {
    // Said below, as of anything else that is no value.
  }
  throw refused('A value is a text in quotation marks, a number, true, false or null');
}

/** The name that is meant, whatever schema stands in front of it and however its letters are written. */
export const attributeOf = (path: string): string =>
  path
    .replace(/^urn:ietf:params:scim:schemas:core:2\.0:(user|group):/i, '')
    .replace(/\s+/g, ' ')
    .toLowerCase();

/** How an attribute is compared in the database: a condition on the parameter of this number. */
export type Columns = Readonly<
  Record<string, { readonly type: 'text' | 'boolean' | 'uuid'; readonly is: (parameter: string) => string }>
>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * A condition, with its values beside it: nothing that was sent gets into the text.
 * @throws ScimRefused for what cannot be asked about
 */
export function sqlOf(filter: Filter, columns: Columns, parameters: unknown[]): string {
  if (filter.op === 'not') return `not coalesce(${sqlOf(filter.of, columns, parameters)}, false)`;
  if (filter.op !== 'eq')
    return `(${filter.of.map((one) => sqlOf(one, columns, parameters)).join(` ${filter.op} `)})`;
  const name = attributeOf(filter.attribute);
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (!column) throw refused(`It cannot be asked for by ${filter.attribute.slice(0, 60)}`);
  const { value } = filter;
  if (column.type === 'boolean') {
    const said = typeof value === 'string' ? booleanOf(value) : value;
    if (typeof said !== 'boolean') throw refused(`${filter.attribute} is true or false`);
    parameters.push(said);
    return column.is(`$${parameters.length}::boolean`);
  }
  if (typeof value !== 'string') throw refused(`${filter.attribute} is a text`);
  // The database has no such text, so nothing has it either.
  if (value.includes('\0') || !value.isWellFormed()) return 'false';
  // No id of ours: nothing has it.
  if (column.type === 'uuid' && !UUID.test(value)) return 'false';
  parameters.push(value);
  return column.is(`$${parameters.length}::${column.type}`);
}

/** Entra ID writes truth as a text, in whatever letters. */
export function booleanOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string' || !/^(true|false)$/i.test(value)) return undefined;
  return value.toLowerCase() === 'true';
}
