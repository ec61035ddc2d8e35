import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EmojiFile, emojiTable } from './emoji-table';
import { foldWord, wordSearch } from './word-search';

const FILE = JSON.parse(
  readFileSync(join(__dirname, '../../../public/emoji/emoji.json'), 'utf8'),
) as EmojiFile;
const EN = emojiTable(FILE, 'en');
const JA = emojiTable(FILE, 'ja');
const first = (query: string, howMany = 8): readonly string[] =>
  EN.find(query)
    .slice(0, howMany)
    .map(({ emoji }) => emoji);

describe('the table of emoji', () => {
  it('has each once, written in one way, without skin tones and flags of places', () => {
    const texts = FILE.emoji.map(([emoji]) => emoji);
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.length).toBeGreaterThan(1300);
    const one = new RegExp('^\\p{RGI_Emoji}$', 'v');
    expect(texts.filter((emoji) => !one.test(emoji))).toEqual([]);
    const bare = texts.filter(
      (emoji) => emoji.includes('\ufe0f') && one.test(emoji.replaceAll('\ufe0f', '')),
    );
    expect(bare).toEqual([]);
    expect(texts.filter((emoji) => /\p{Emoji_Modifier}|\p{Regional_Indicator}/u.test(emoji))).toEqual([]);
  });

  it('has a name in both languages for each, and words in Japanese where it is read', () => {
    expect(FILE.emoji.filter(([, en, ja]) => en === '' || ja === '')).toEqual([]);
    const foreign = FILE.emoji.filter(([, , ja]) => !/[\u3040-\u30ff\u3400-\u9fff]/.test(ja));
    expect(foreign.map(([, , ja]) => ja)).toEqual(['MD', 'CD', 'DVD', 'DNA', 'ATM', 'WC', 'Wi-Fi']);
  });

  it('shows every one of them in a group that has a name', () => {
    expect(JA.groups.map(({ name }) => name)).toContain('食べ物と飲み物');
    expect(EN.groups.flatMap(({ emoji }) => emoji)).toHaveLength(FILE.emoji.length);
    expect(EN.groups.every(({ emoji }) => emoji.length > 0)).toBe(true);
  });

  it('begins with what people on call use', () => {
    expect(EN.often.map(({ emoji }) => emoji)).toEqual(FILE.often);
    expect(JA.often[0]).toEqual({ emoji: '👍', name: 'サムズアップ' });
  });

  it.each([
    ['fire', '🔥'],
    ['FIRE', '🔥'],
    ['thumbs up', '👍'],
    ['rollback', '⏪'],
    ['outage', '🔥'],
    ['looking', '👀'],
    ['pager', '📟'],
    ['完了', '✅'],
    ['ねこ', '🐈'],
    ['ネコ', '🐈'],
    ['ﾈｺ', '🐈'],
    ['障害', '🚨'],
    ['切り戻し', '⏪'],
    ['確認中', '👀'],
    ['了解', '🫡'],
    ['👍', '👍'],
  ])('finds by %s, whatever language the screen has', (query, emoji) => {
    expect(first(query)).toContain(emoji);
    expect(JA.find(query).map((each) => each.emoji)).toEqual(EN.find(query).map((each) => each.emoji));
  });

  it('finds nothing by nonsense, and everything by nothing', () => {
    expect(EN.find('xyzzy')).toEqual([]);
    expect(EN.find('  ')).toHaveLength(FILE.emoji.length);
  });

  it('says the name of one, and the sign itself where it has none', () => {
    expect(EN.nameOf('🔥')).toBe('fire');
    expect(JA.nameOf('🔥')).toBe('火');
    expect(EN.nameOf('🇨🇭')).toBe('🇨🇭');
  });
});

describe('a search by words', () => {
  const search = wordSearch(['bookshelf', 'ok sign', 'big ok', 'token'], (name) => ({
    names: [name],
    words: [],
  }));

  it('takes the beginning before what is inside, and two letters only at a beginning', () => {
    expect(search('ok')).toEqual(['ok sign', 'big ok']);
    expect(search('oke')).toEqual(['token']);
    expect(search('book')).toEqual(['bookshelf']);
  });

  it('wants every word of the query', () => {
    expect(search('ok big')).toEqual(['big ok']);
    expect(search('ok small')).toEqual([]);
  });

  it('takes a name before a keyword', () => {
    const two = wordSearch(
      [
        { n: 'a', w: 'cat' },
        { n: 'cat', w: 'a' },
      ],
      ({ n, w }) => ({ names: [n], words: [w] }),
    );
    expect(two('cat').map(({ n }) => n)).toEqual(['cat', 'a']);
  });

  it('knows no difference of width, case and kana', () => {
    expect(foldWord('ＡＢｃｶﾞーヴ')).toBe(foldWord('abCがーゔ'));
  });
});
