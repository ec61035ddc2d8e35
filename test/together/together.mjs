import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');

/** The end-to-end specs of one share. A new file of shares beside it makes all of them smaller. */
export function shareOf(file) {
  const shares = globSync('*.together-spec.mjs', { cwd: import.meta.dirname }).sort();
  const specs = globSync('test/e2e/**/*.e2e-spec.ts', { cwd: ROOT }).sort();
  return specs.filter((_, nth) => nth % shares.length === shares.indexOf(basename(file)));
}

/** Loads them one after another into one server's modules: what a spec says at its top is true for that spec only. */
export async function together(file) {
  for (const spec of shareOf(file)) await within(spec, () => import(join(ROOT, spec)));
}

async function within(name, load) {
  const tests = globalThis[Symbol.for('barry.tests')];
  const outside = tests.currentDescribeBlock;
  let inside;
  // Filled below: `describe` itself does not wait.
  describe(name, () => (inside = tests.currentDescribeBlock) && undefined);
  tests.currentDescribeBlock = inside;
  try {
    await load();
  } catch (error) {
    it('is loaded', () => {
      throw error;
    });
  }
  tests.currentDescribeBlock = outside;
}
