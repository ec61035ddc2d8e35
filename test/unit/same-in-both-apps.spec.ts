import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** The apps share no code, so that each can be built and released alone. What has to be the same is compared here. */
describe('console and app have the same', () => {
  it.each([['frontend-angular/src/styles/tokens.css', 'mobile-ionic/src/app/design/tokens.css']])(
    '%s',
    (one, other) => {
      expect(read(other)).toBe(read(one));
    },
  );
});
