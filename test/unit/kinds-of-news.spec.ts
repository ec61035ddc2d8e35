import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { API_MODULES } from '../../src/platform/auth/scopes.rules.js';
import { ADDRESSED_NOUNS, MODULE_OF_NOUN } from '../../src/modules/timeline/readable-kinds.rules.js';

const ROOT = join(import.meta.dirname, '../..');
/** `kind: 'noun.happened'`, also behind a condition or with the end left open. */
const WRITTEN = /\bkind: [^\n{}]*?['`]([a-z-]+)\.(?:[a-z-]+['`]|\$\{)/g;

const nounsIn = (text: string): readonly string[] => [...text.matchAll(WRITTEN)].map(([, noun = '']) => noun);
const written = globSync('src/{modules,platform}/**/*.ts', { cwd: ROOT })
  .filter((path) => !/\.spec\.ts$/.test(path))
  .flatMap((path) => nounsIn(readFileSync(join(ROOT, path), 'utf8')).map((noun) => ({ noun, path })));

describe('the table of kinds', () => {
  it('has a line for every noun that the code tells news of', () => {
    expect(written.length).toBeGreaterThan(15);
    expect(written.filter(({ noun }) => !(noun in MODULE_OF_NOUN))).toEqual([]);
  });

  it('sees kinds however they are written', () => {
    expect(nounsIn("{ kind: 'bill.paid', at }")).toEqual(['bill']);
    expect(nounsIn('{ kind: `bill.${what}`, at }')).toEqual(['bill']);
    expect(nounsIn("kind: isLate ? `bill.${what}` : 'bill.changed',")).toEqual(['bill']);
  });

  it('names modules that there are, and addresses nothing that it does not name', () => {
    expect(Object.values(MODULE_OF_NOUN).filter((module) => !API_MODULES.includes(module))).toEqual([]);
    expect([...ADDRESSED_NOUNS].filter((noun) => !(noun in MODULE_OF_NOUN))).toEqual([]);
  });
});
