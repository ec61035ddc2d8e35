import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { svgFaults } from '../../platform/pictures/svg.rules.js';
import { defaultAvatar } from './default-avatar.rules.js';
import { AVATAR_COLOURS, initials, lookOf, PERSON_SHAPES, TEAM_GLYPHS } from './look.rules.js';

const KINDS = ['person', 'team'] as const;
/** Anything that a name can be, and what somebody would try. */
const aName = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '</title><script/>',
    '"><use href="x"/>',
    '&boom; &#60;',
    ']]>',
    '<b> <c>',
    '\u0000\ufffe\ud800',
    'ß',
    '',
  ),
);
const luminance = (colour: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const text = (svg: string): string | undefined => />([^<]*)<\/text>/.exec(svg)?.[1];

describe('initials', () => {
  it.each([
    ['Marc Keller', 'MK'],
    ['anna maria von stein', 'AS'],
    ['barry', 'BA'],
    ['X', 'X'],
    ['佐藤 美咲', '佐'],
    ['バリー', 'バ'],
    ['Émile Zola', 'ÉZ'],
    ['ßa', 'ßA'],
    ['👩‍💻 Desk', '👩‍💻D'],
    ['  ', '?'],
  ])('of %s are %s', (name, expected) => {
    expect(initials(name)).toBe(expected);
  });
});

describe('a default avatar', () => {
  it('is a sound picture, whatever the name is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), fc.uuid(), aName, (kind, id, name) => {
        expect(svgFaults(defaultAvatar({ kind, id, name }), 4096)).toEqual([]);
      }),
    );
  });

  it('has the same elements for every name: nothing of a name becomes markup', () => {
    const tags = (svg: string): readonly string[] => svg.match(/<\/?[a-zA-Z]+/g) ?? [];
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), fc.uuid(), aName, (kind, id, name) => {
        expect(tags(defaultAvatar({ kind, id, name }))).toEqual(
          tags(defaultAvatar({ kind, id, name: 'A B' })),
        );
      }),
    );
  });

  it('says whose it is', () => {
    expect(defaultAvatar({ kind: 'team', id: 'a', name: 'R&D <3' })).toContain(
      '<title>R&#38;D &#60;3</title>',
    );
  });

  it('has letters that can be read on every colour (AA)', () => {
    expect(AVATAR_COLOURS.filter((colour) => 1.05 / (luminance(colour) + 0.05) < 4.5)).toEqual([]);
  });

  it('keeps shape and colour when the name changes; the id alone decides', () => {
    fc.assert(
      fc.property(fc.uuid(), aName, aName, (id, one, other) => {
        const bare = (name: string): string =>
          defaultAvatar({ kind: 'person', id, name }).replace(/<title>.*<\/title>|<text.*<\/text>/gs, '');
        expect(bare(one)).toBe(bare(other));
      }),
    );
  });

  it('shows letters for a person and a sign for a team, in another shape', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const person = defaultAvatar({ kind: 'person', id, name: 'Marc Keller' });
        const team = defaultAvatar({ kind: 'team', id, name: 'Marc Keller' });
        expect([text(person), text(team)]).toEqual(['MK', undefined]);
        expect(
          PERSON_SHAPES.some((shape) => person.includes(`<clipPath id="shape"><path d="${shape}"/>`)),
        ).toBe(true);
        expect(TEAM_GLYPHS.some((glyph) => team.includes(glyph))).toBe(true);
        expect(team).not.toContain('clipPath');
      }),
    );
  });

  it('looks as it has looked in the console since the first day', () => {
    expect(lookOf('id-1')).toEqual({
      colour: '#8a4b9d',
      shape: PERSON_SHAPES[1],
      shade: 4,
      glyph: TEAM_GLYPHS[4],
    });
  });

  it('is spread over all looks', () => {
    const ids = Array.from(
      { length: 400 },
      (_, at) => `0198c0de-0000-7000-8000-${String(at).padStart(12, '0')}`,
    );
    const seen = (of: (look: ReturnType<typeof lookOf>) => unknown): number =>
      new Set(ids.map((id) => of(lookOf(id)))).size;
    expect(seen(({ colour }) => colour)).toBe(AVATAR_COLOURS.length);
    expect(seen(({ shape }) => shape)).toBe(PERSON_SHAPES.length);
    expect(seen(({ glyph }) => glyph)).toBe(TEAM_GLYPHS.length);
  });
});
