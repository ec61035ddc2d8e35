import { InvalidInput } from '../errors/invalid-input.js';
import { Id, Instant } from '../wire/schemas.js';
import { unstorablePlace } from './storable.js';

/** A keyset page token: the sort values of the last row, opaque to clients. */
export const pageTokenOf = (...values: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url');

/** By what a list is sorted; where it is no number an id comes second. */
type SortedBy = 'instant' | 'name' | 'number';

/** @throws InvalidInput for what is no token of a list that is sorted so: anybody can write one. */
export function pageValues(
  token: string | undefined,
  by: SortedBy = 'instant',
): readonly (string | number)[] | undefined {
  if (!token) return undefined;
  const values = tokenValues(token);
  if (!values || !isPlace(values, by)) throw new InvalidInput('The page token is not one of ours');
  return values;
}

/** What stands in a token, whoever wrote it; undefined: nothing that one of ours could hold. */
export function tokenValues(token: string): readonly (string | number)[] | undefined {
  try {
    const values = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as unknown;
    return Array.isArray(values) && values.every((v) => typeof v === 'string' || typeof v === 'number')
      ? values
      : undefined;
  } catch {
    return undefined;
  }
}

function isPlace(values: readonly (string | number)[], by: SortedBy): boolean {
  const [first, id, ...more] = values;
  if (by === 'number') return values.length === 1 && Number.isSafeInteger(first);
  if (typeof first !== 'string' || more.length > 0 || !Id.safeParse(id).success) return false;
  return by === 'instant' ? Instant.safeParse(first).success : unstorablePlace(first) === undefined;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly nextPageToken: string | undefined;
}

/** Ask for one row more than the page holds, then cut here. */
export function pageOf<Row>(
  rows: readonly Row[],
  pageSize: number,
  keyOf: (row: Row) => readonly (string | number)[],
): Page<Row> {
  const shown = rows.slice(0, pageSize);
  const last = shown.at(-1);
  return {
    rows: shown,
    nextPageToken: rows.length > pageSize && last ? pageTokenOf(...keyOf(last)) : undefined,
  };
}
