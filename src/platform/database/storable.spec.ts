import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { storable, storableJson, storableText, unstorablePlace } from './storable.js';

/** Any JSON, with the units that PostgreSQL refuses among the letters. */
const text = fc.string({
  unit: fc.constantFrom('a', '\u0000', '\ud83d', '\udc36', '犬', '\\', 'u0000', '"'),
});
const { value: json } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.integer(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(text, tie('value'), { maxKeys: 3 }),
  ),
}));

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => [name, ...textsIn(item)]);
}

describe('what PostgreSQL can store', () => {
  it('has no NUL and no half of a pair, however deep', () => {
    fc.assert(
      fc.property(json, (value) => {
        const stored: unknown = JSON.parse(storableText(value));
        expect(textsIn(stored).filter((one) => one !== storable(one))).toEqual([]);
        expect(stored).toEqual(storableJson(value));
      }),
    );
  });

  it('is left as it is where there is nothing to change', () => {
    fc.assert(
      fc.property(json, (value) => {
        fc.pre(textsIn(value).every((one) => one === storable(one)));
        expect(JSON.parse(storableText(value))).toEqual(value);
      }),
    );
    const clean = { labels: { path: 'C:\\u0000', dog: '🐶' } };
    expect(storableJson(clean)).toEqual(clean);
    expect(storableText(clean)).toBe(JSON.stringify(clean));
  });
});

describe('what is typed or sent by a program', () => {
  it('is named where it cannot be stored, at any depth, by its names too', () => {
    expect(unstorablePlace({ a: [{ b: 'x\u0000' }] })?.path).toEqual(['a', 0, 'b']);
    expect(unstorablePlace({ options: { 'k\uD800': 1 } })?.path).toEqual(['options', 'k\uD800']);
    expect(unstorablePlace({ a: ['障害', 1, null, true, new Date(0)] })).toBeUndefined();
  });

  it('is not looked into for ever', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 50_000; i += 1) deep = [deep];
    expect(unstorablePlace(deep)?.message).toContain('deeper');
  });
});
