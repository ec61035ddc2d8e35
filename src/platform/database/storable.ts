/** A text that PostgreSQL can store: no NUL, no half of a surrogate pair. */
export const storable = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();

/** How NUL and halves of pairs look once they are JSON. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/i;

/** A value as JSON that PostgreSQL can store. Hardly ever is there anything to change, and the text shows it at once. */
export function storableText(value: unknown): string {
  const text = JSON.stringify(value);
  return UNSTORABLE.test(text) ? JSON.stringify(cleaned(value)) : text;
}

/** A value whose JSON can be stored: itself, or where need be a cleaned copy. */
export const storableJson = (value: unknown): unknown =>
  UNSTORABLE.test(JSON.stringify([value])) ? cleaned(value) : value;

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [storable(name), cleaned(item)]));
}

/** Deeper than anything that anybody writes, and far from what a stack can bear. */
const DEEPEST = 64;

/** Where something stands that cannot be stored, and why. */
export interface Unstorable {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What is typed or sent by a program is refused, not changed: nobody's password loses a letter. */
export function unstorablePlace(value: unknown, depth = 0): Unstorable | undefined {
  if (typeof value === 'string')
    return storable(value) === value ? undefined : { path: [], message: 'holds a NUL or half a character' };
  if (typeof value !== 'object' || value === null || value instanceof Date) return undefined;
  if (depth > DEEPEST) return { path: [], message: `is nested deeper than ${DEEPEST}` };
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  for (const [key, item] of entries) {
    const found = unstorablePlace(key, depth) ?? unstorablePlace(item, depth + 1);
    if (found) return { ...found, path: [key, ...found.path] };
  }
  return undefined;
}
