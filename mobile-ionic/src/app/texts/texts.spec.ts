import { describe, expect, it } from '@jest/globals';
import { EN } from './en';
import { JA } from './ja';

const flat = (texts: object): [string, string][] =>
  Object.entries(texts).flatMap(([section, words]) =>
    Object.entries(words as Record<string, string>).map(([key, text]): [string, string] => [
      `${section}.${key}`,
      text,
    ]),
  );
const places = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();

describe('the texts', () => {
  const english = new Map(flat(EN));

  it.each(flat(JA))('%s has the same places in both languages', (key, japanese) => {
    expect(places(japanese)).toEqual(places(english.get(key) ?? ''));
  });

  it('are nowhere empty', () => {
    expect([...english, ...flat(JA)].filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});
