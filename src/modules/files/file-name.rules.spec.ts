import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cleanName, disposition, withExtension } from './file-name.rules.js';

const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({
    unit: fc.constantFrom('..', '/', '\\', '\u202e', '\0', ' ', '.', 'a', '障', '\ud800', '😀'),
    maxLength: 300,
  }),
);

describe('the name of a file', () => {
  it.each([
    ['graph.png', 'graph.png'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\aoi\\障害.log', '障害.log'],
    ['invoice\u202Egnp.exe', 'invoicegnp.exe'],
    ['a\0b\r\nc.txt', 'abc.txt'],
    ['..', 'file'],
    ['', 'file'],
    ['.htaccess', 'htaccess'],
    ['"quoted".txt', '_quoted_.txt'],
    ['\ud800.txt', '\ufffd.txt'],
  ])('%p is kept as %p', (said, kept) => {
    expect(cleanName(said)).toBe(kept);
  });

  it('is never a path, never deceives, never empty or long, and cleaning it again changes nothing', () => {
    fc.assert(
      fc.property(anyName, (said) => {
        const name = cleanName(said);
        expect(name).not.toMatch(/[/\\\p{Cc}\p{Cf}\p{Cs}]|^\.|[. ]$/u);
        expect(name.length).toBeGreaterThan(0);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
        expect(cleanName(name)).toBe(name);
      }),
    );
  });

  it('keeps its end where it is too long', () => {
    expect(cleanName(`${'障'.repeat(300)}.log`)).toBe(`${'障'.repeat(65)}.log`);
    expect(withExtension(cleanName(`${'x'.repeat(300)}.jpeg`), 'jpg')).toMatch(/^x{190,}\.jpg$/);
    expect(withExtension('page.html', 'png')).toBe('page.png');
  });

  it('stands in a header without leaving it', () => {
    fc.assert(
      fc.property(anyName, (said) => {
        const header = disposition('attachment', cleanName(said));
        expect(header).toMatch(
          /^attachment; filename="[\x20-\x21\x23-\x5b\x5d-\x7e]*"; filename\*=UTF-8''[\w.~!%-]+$/,
        );
        expect(decodeURIComponent(header.split("''")[1] ?? '')).toBe(cleanName(said));
      }),
    );
  });
});
