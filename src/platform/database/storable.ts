/** A text that PostgreSQL can store: no NUL, no half of a surrogate pair. */
export const storable = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();

/** The same for everything inside of a value that is to be stored as JSON. */
export function storableJson(value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) return value.map(storableJson);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [storable(name), storableJson(item)]),
  );
}
