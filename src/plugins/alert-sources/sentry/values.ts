import { z } from 'zod';
import { isRecord, said, textOf } from '../../kit/index.js';

/** Text or nothing; whatever else stands there was not said. */
export const Text = z.string().catch('');
/** Ids are numbers in some of Sentry's versions, and texts in others. */
export const IdText = z.unknown().optional().transform(textOf).pipe(z.string().min(1));
/** Tags come as pairs, not as an object. */
export const Tags = z
  .unknown()
  .optional()
  .transform((value) => (Array.isArray(value) ? Object.fromEntries(value.flatMap(pairOf)) : {}));

function pairOf(value: unknown): (readonly [string, string])[] {
  const [name, said] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const text = textOf(said);
  return typeof name === 'string' && text !== undefined ? [[name, text]] : [];
}

/** What was sent beside the fields that an alert has a place of its own for, as it was sent. */
export const restOf = (sent: unknown, ...taken: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(said(isRecord(sent) ? sent : {})).filter(
      ([name, value]) => value !== '' && !taken.includes(name),
    ),
  );
