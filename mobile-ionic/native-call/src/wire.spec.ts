import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readCard, readPush } from './wire.js';

interface Vectors {
  readonly cases: readonly { readonly name: string; readonly valid: boolean; readonly value: unknown }[];
}

/** The frozen examples that every reader, in whatever language, agrees on. */
const vectors = (name: string): Vectors =>
  JSON.parse(readFileSync(join(__dirname, '../../../proto/ring/vectors', name), 'utf8')) as Vectors;

describe('a card on the wire', () => {
  it.each(vectors('ring-card.json').cases.map(({ name, valid, value }) => [name, valid, value] as const))(
    '%s: %s',
    (_name, valid, value) => {
      expect(readCard(value) !== undefined).toBe(valid);
    },
  );
});

describe('a push on the wire', () => {
  it.each(vectors('ring-push.json').cases.map(({ name, valid, value }) => [name, valid, value] as const))(
    '%s: %s',
    (_name, valid, value) => {
      expect(readPush(value) !== undefined).toBe(valid);
    },
  );
});
