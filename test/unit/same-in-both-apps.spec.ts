import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** The apps share no code, so that each can be built and released alone. What has to be the same is compared here. */
describe('console and app have the same', () => {
  it.each([
    ['frontend-angular/src/styles/tokens.css', 'mobile-ionic/src/app/design/tokens.css'],
    ['frontend-angular/public/emoji/emoji.json', 'mobile-ionic/public/emoji/emoji.json'],
    ...['word-search.ts', 'emoji-table.ts'].map(
      (file) =>
        [`frontend-angular/src/design/emoji/${file}`, `mobile-ionic/src/app/design/emoji/${file}`] as const,
    ),
  ])('%s', (one, other) => {
    expect(read(other)).toBe(read(one));
  });
});
