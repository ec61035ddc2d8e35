import { isRecord, textOf } from '../../kit/index.js';

export const NO_OBJECT = 'the event is no JSON object';

/** A field as text; undefined where it says nothing. */
export const fieldOf = (from: unknown, name: string): string | undefined =>
  isRecord(from) ? textOf(from[name])?.trim() || undefined : undefined;

/** Where a field is needed, the words by which the original says that it is not there. */
export const missing = (from: unknown, name: string, shown = name): readonly string[] =>
  fieldOf(from, name) === undefined ? [`'${shown}' is missing or blank`] : [];

/** Where a field must be one of some words. */
export function notOneOf(
  from: unknown,
  name: string,
  words: readonly string[],
  shown = name,
): readonly string[] {
  const word = fieldOf(from, name);
  if (word === undefined || words.includes(word.toLowerCase())) return missing(from, name, shown);
  return [`'${shown}' is invalid (must be one of: ${words.join(', ')})`];
}
