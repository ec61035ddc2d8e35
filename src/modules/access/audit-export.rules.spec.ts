import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvCell } from './audit-export.rules.js';

describe('a cell of the exported log', () => {
  it.each([
    ['Ada', '"Ada"'],
    ['=1+1', `"'=1+1"`],
    ['+81 3', `"'+81 3"`],
    ['-2', `"'-2"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    [' \t=1', `"' \t=1"`],
    ['say "hi",\nthen', '"say ""hi"",\nthen"'],
    [7, '"7"'],
    [undefined, '""'],
  ])('%j is written %j', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });

  it('is never a formula and never ends before its end, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const cell = csvCell(text);
        expect(cell.startsWith('"') && cell.endsWith('"')).toBe(true);
        const inner = cell.slice(1, -1);
        expect(inner.replaceAll('""', '').includes('"')).toBe(false);
        expect(/^[=+\-@]/.test(inner)).toBe(false);
      }),
    );
  });
});
