import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readBuiltInPack } from './built-in-pack.js';
import { packFaults, type Pictures } from './pack.rules.js';
import { type PackList, StickerMeaning } from './stickers.dto.js';

const picture = (id: string, title: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>${title}</title><g id="${id}"/></svg>\n`;
const entry = (id: string, en: string): PackList['stickers'][number] => ({
  id,
  means: 'remark',
  text: { en, ja: `${en}！` },
  keywords: { en: [], ja: [] },
});
const LIST: PackList = {
  id: 'ours',
  name: { en: 'Ours', ja: '自作' },
  stickers: [entry('hello', 'Hello'), entry('bye', 'Bye')],
};
const PICTURES: Pictures = {
  'hello.svg': picture('a', 'Hello / Hello！'),
  'bye.svg': picture('b', 'Bye / Bye！'),
};

describe('a pack', () => {
  it('is sound when list and pictures agree', () => {
    expect(packFaults(LIST, PICTURES)).toEqual([]);
  });

  it('lists every picture and has every picture that it lists', () => {
    expect(packFaults(LIST, { 'hello.svg': picture('a', 'Hello / Hello！') })).toContain(
      'bye.svg is missing',
    );
    expect(packFaults(LIST, { ...PICTURES, 'more.svg': picture('c', 'x') })).toEqual([
      'more.svg is not listed',
    ]);
    const again = { ...LIST, stickers: [...LIST.stickers, entry('bye', 'Ciao')] };
    expect(packFaults(again, PICTURES)).toContain('bye.svg is listed twice');
  });

  it('has no two pictures that disturb each other in one page', () => {
    const both = { ...PICTURES, 'bye.svg': picture('a', 'Bye / Bye！') };
    expect(packFaults(LIST, both)).toEqual(['two pictures share the id a']);
  });

  it('shows only pictures of which nothing can come', () => {
    const bad = { ...PICTURES, 'bye.svg': picture('b', 'Bye / Bye！').replace('<g', '<script/><g') };
    expect(packFaults(LIST, bad)).toEqual(['bye.svg: element script']);
    const large = { ...PICTURES, 'bye.svg': picture('b', 'Bye / Bye！') + ' '.repeat(8192) };
    expect(packFaults(LIST, large).join()).toContain('more than 8192');
  });

  it('says in the picture what it says in the list, and no two stickers say the same', () => {
    const other = { ...PICTURES, 'bye.svg': picture('b', 'Hello / Hello！') };
    expect(packFaults(LIST, other)).toEqual(['bye.svg: its title is not its text']);
    const same = { ...LIST, stickers: [entry('hello', 'Bye'), entry('bye', 'Bye')] };
    expect(packFaults(same, PICTURES)).toContain('two say Bye');
  });
});

describe("Barry's pack", () => {
  const pack = readBuiltInPack();

  it('has a sticker for each meaning but the one that states nothing', () => {
    const meant = pack.list.stickers.map(({ means }) => means);
    expect([...meant].sort()).toEqual(StickerMeaning.options.filter((one) => one !== 'remark').sort());
  });

  it('has a picture of each, with a hash of its own', () => {
    expect([...pack.pictures.keys()]).toEqual(pack.list.stickers.map(({ id }) => id));
    const hashes = [...pack.pictures.values()].map(({ hash }) => hash);
    expect(new Set(hashes).size).toBe(18);
    expect(hashes.every((hash) => /^[\w-]{16}$/.test(hash))).toBe(true);
  });

  it('is found by words of both languages that are not its text', () => {
    for (const { text, keywords } of pack.list.stickers)
      for (const language of ['en', 'ja'] as const) {
        expect(keywords[language].length).toBeGreaterThanOrEqual(3);
        expect(keywords[language]).not.toContain(text[language]);
        expect(new Set(keywords[language]).size).toBe(keywords[language].length);
      }
    const japanese = pack.list.stickers.flatMap(({ text, keywords }) => [text.ja, ...keywords.ja]);
    expect(japanese.filter((word) => !/[\u3040-\u30ff\u3400-\u9fff]/.test(word))).toEqual([]);
  });
});

describe('a broken pack', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'barry-pack-'));
    cpSync(join(import.meta.dirname, 'pack'), folder, { recursive: true });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('lets nobody start', () => {
    expect(() => readBuiltInPack(folder)).not.toThrow();
    writeFileSync(join(folder, 'fixed.svg'), '<svg/>');
    expect(() => readBuiltInPack(folder)).toThrow(/stickers are broken: fixed\.svg/);
  });
});
