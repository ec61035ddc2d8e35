import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold, vectorOf, wordsOf } from './words.rules.js';

const lexemes = (text: string): readonly string[] => wordsOf(text).map(({ lexeme }) => lexeme);

describe('a text that is looked for', () => {
  it.each([
    ['ＡＢＣ Mail', 'abc mail'],
    ['ｻｰﾊﾞｰ', 'さーばー'],
    ['サーバー', 'さーばー'],
    ['ガ', 'が'],
    ['Überlast', 'uberlast'],
    ['①', '1'],
  ])('%s is as good as %s', (written, same) => {
    expect(fold(written).text).toBe(same);
  });

  it('is found by whole words and by the parts of a compound', () => {
    expect(lexemes('rtr-tyo-2 is down')).toEqual(['rtr-tyo-2', 'rtr', 'tyo', '2', 'is', 'down']);
    expect(lexemes('see /var/spool, now.')).toEqual(['see', 'var/spool', 'var', 'spool', 'now']);
  });

  it('is found by pairs of Japanese signs, and by one', () => {
    expect(lexemes('障害')).toEqual(['障', '障害', '害']);
    expect(lexemes('DB障害')).toEqual(['db', '障', '障害', '害']);
    expect(lexemes('メール遅延')).toContain('遅延');
  });

  it('keeps where in the original each word stands', () => {
    const text = 'ｻｰﾊﾞｰ mx03 落ちた';
    const shown = wordsOf(text).map(({ from, to }) => text.slice(from, to));
    expect(shown).toContain('mx03');
    expect(shown).toContain('ﾊﾞｰ');
    expect(shown).toContain('落ち');
  });

  it('gives a vector with weights and places that never touch from one text to the next', () => {
    expect(
      vectorOf([
        { text: "it's down", weight: 'A' },
        { text: 'down', weight: 'D' },
      ]),
    ).toBe("'it''s':1A 'it':1A 's':2A 'down':3A,6");
  });

  it('never fails, and every word stands where it says, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        for (const { from, to, lexeme } of wordsOf(text)) {
          expect(from).toBeLessThan(to);
          expect(to).toBeLessThanOrEqual(text.length);
          expect(fold(text.slice(from, to)).text.length).toBeGreaterThanOrEqual(Math.min(lexeme.length, 1));
        }
      }),
      { numRuns: 500 },
    );
  });
});
