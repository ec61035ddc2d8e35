import type { z } from 'zod';

/** Environment variables know only texts: where a plugin wants a number or a yes, the text is read as one. */
export function readSettings<Settings>(
  schema: z.ZodType<Settings>,
  given: Readonly<Record<string, unknown>>,
): z.ZodSafeParseResult<Settings> {
  const read = schema.safeParse(given);
  if (read.success) return read;
  const worded = read.error.issues.flatMap((issue) => {
    const [key, ...deeper] = issue.path;
    const text = typeof key === 'string' && deeper.length === 0 ? given[key] : undefined;
    if (issue.code !== 'invalid_type' || typeof text !== 'string') return [];
    const value = valueOf(text, issue.expected);
    return value === undefined ? [] : [[String(key), value] as const];
  });
  return worded.length === 0 ? read : schema.safeParse({ ...given, ...Object.fromEntries(worded) });
}

function valueOf(text: string, expected: string): number | boolean | undefined {
  if (expected === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
  if (expected !== 'number' && expected !== 'int') return undefined;
  const number = Number(text);
  return text.trim() === '' || !Number.isFinite(number) ? undefined : number;
}
