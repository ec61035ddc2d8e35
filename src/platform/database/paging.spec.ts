import { describe, expect, it } from '@jest/globals';
import { pageTokenOf, pageValues } from './paging.js';

const ID = '01999999-9999-7999-8999-999999999999';

describe('a page token', () => {
  it('gives back what it was made of', () => {
    const at = '2026-11-27T09:00:00.000Z';
    expect(pageValues(pageTokenOf(at, ID))).toEqual([at, ID]);
    expect(pageValues(pageTokenOf('mail', ID), 'name')).toEqual(['mail', ID]);
    expect(pageValues(pageTokenOf(7), 'number')).toEqual([7]);
    expect(pageValues(undefined)).toBeUndefined();
  });

  it.each([
    ['instant', ['x', ID]],
    ['instant', ['0000-01-01T00:00:00Z', ID]],
    ['instant', ['2026-11-27T09:00:00Z', 'no id']],
    ['instant', [7]],
    ['name', ['a\u0000', ID]],
    ['name', ['a', ID, 'more']],
    ['number', [0.5]],
    ['number', [1e308]],
    ['number', ['a', ID]],
  ] as const)('that somebody wrote for a list sorted by %s is refused: %j', (by, values) => {
    expect(() => pageValues(pageTokenOf(...values), by)).toThrow('The page token is not one of ours');
  });
});
