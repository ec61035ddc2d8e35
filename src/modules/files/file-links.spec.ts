import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FileLinks, LINK_MS } from './file-links.js';

const links = new FileLinks(Buffer.alloc(32, 1));
const NOW = new Date('2026-11-27T03:12:00Z');
const read = (path: string) => {
  const url = new URL(path, 'http://a');
  const { reader = '', until = '', signature = '' } = Object.fromEntries(url.searchParams);
  return { fileId: url.pathname.slice('/files/'.length), readerId: reader, until: Number(until), signature };
};

it('an address is good for its file, its reader and its time, and for nothing else', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), fc.uuid(), (fileId, readerId, other) => {
      const link = read(links.path(fileId, readerId, NOW));
      expect(links.isGood(link, NOW)).toBe(true);
      expect(links.isGood(link, new Date(NOW.getTime() + LINK_MS + 60_000))).toBe(false);
      expect(links.isGood({ ...link, fileId: other }, NOW)).toBe(false);
      expect(links.isGood({ ...link, readerId: other }, NOW)).toBe(false);
      expect(links.isGood({ ...link, until: link.until + 1 }, NOW)).toBe(false);
      expect(new FileLinks(Buffer.alloc(32, 2)).isGood(link, NOW)).toBe(false);
    }),
  );
});
