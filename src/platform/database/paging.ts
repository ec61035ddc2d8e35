import { InvalidInput } from '../errors/invalid-input.js';

/** A keyset page token: the sort values of the last row, opaque to clients. */
export const pageTokenOf = (...values: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url');

export function pageValues(token: string | undefined): readonly (string | number)[] | undefined {
  if (!token) return undefined;
  try {
    const values = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as unknown;
    if (Array.isArray(values) && values.every((v) => typeof v === 'string' || typeof v === 'number'))
      return values;
  } catch {
    // Falls through: not ours.
  }
  throw new InvalidInput('The page token is not one of ours');
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
