import { expect, it } from '@jest/globals';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { shareOf } from '../together/together.mjs';

const ROOT = join(import.meta.dirname, '../..');

it('runs each end-to-end spec in one share, and in one only', () => {
  const shares = globSync('test/together/*.together-spec.mjs', { cwd: ROOT });
  const specs = globSync('test/e2e/**/*.e2e-spec.ts', { cwd: ROOT });
  expect(specs.length).toBeGreaterThan(100);
  expect(shares.flatMap((share) => [...shareOf(share)]).sort()).toEqual(specs.sort());
});
