/** A text without what no database keeps: NUL, and halves of surrogate pairs. Whoever reads it reads what will be stored. */
export const keptText = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();

/** How those look where they are JSON. */
const UNKEPT = /\\u(?:0000|d[89a-f])|\u0000/i;
/** Nobody nests deeper on purpose, and whoever walks over it later, the database among them, has a stack. */
const DEEPEST = 100;

/**
 * JSON that somebody else wrote; undefined where it is none. What lies more than a hundred levels down is left out, and
 * so is what no database keeps: a name that is nothing but NUL would name one thing here and nothing there.
 */
export function jsonOf(text: string): unknown {
  try {
    const value = JSON.parse(text) as unknown;
    const flat = depthOf(text) > DEEPEST ? shallow(value, DEEPEST) : value;
    return UNKEPT.test(text) ? kept(flat) : flat;
  } catch {
    return undefined;
  }
}

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

function kept(value: unknown): unknown {
  if (typeof value === 'string') return keptText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(kept);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [keptText(name), kept(one)]));
}
