import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DOCUMENT, invariantsDocument } from '../../scripts/mutants/document.mjs';
import { invariants } from '../../scripts/mutants/invariants.mjs';
import { ownTests } from '../../scripts/mutants/own-tests.mjs';
import { digestOf, keptResults } from '../../scripts/mutants/results.mjs';
import { plantedTexts } from '../../scripts/mutants/scratch.mjs';
import { mutants } from '../../scripts/mutants.table.mjs';
import { mutants as simMutants } from '../../scripts/sim-mutants.table.mjs';

const ROOT = join(import.meta.dirname, '../..');
const NUMBERS = Array.from({ length: 27 }, (_, i) => i + 1);
const tests = ownTests(ROOT);

describe('the invariants of the engine', () => {
  it('are 27, in their order', () => {
    expect([...invariants.keys()]).toEqual(NUMBERS);
  });

  it.each(NUMBERS)('%i has a test of its own and a mutant', (number) => {
    expect(tests.filter(({ invariant }) => invariant === number).length).toBeGreaterThan(0);
    expect(mutants.filter(({ invariant }) => invariant === number).length).toBeGreaterThan(0);
  });

  it('no test says that it is of another one', () => {
    expect(tests.filter(({ invariant }) => !NUMBERS.includes(invariant))).toEqual([]);
  });
});

describe('the mutants', () => {
  it('have names that differ', () => {
    expect(new Set(mutants.map(({ mutant }) => mutant)).size).toBe(mutants.length);
  });

  it.each(mutants)('“$mutant” can be planted: what it breaks is there exactly once', (mutant) => {
    for (const [file, text] of plantedTexts(ROOT, mutant))
      expect(text).not.toBe(readFileSync(join(ROOT, file), 'utf8'));
  });

  it('were each caught by the own test of their invariant, as they are now', () => {
    const results = keptResults(ROOT);
    const isCaught = (mutant: (typeof mutants)[number]): boolean => {
      const result = results[mutant.mutant];
      return (
        result?.digest === digestOf(mutant) &&
        result.caughtBy.some((name) => name.includes(`invariant ${mutant.invariant}: `))
      );
    };
    expect(mutants.filter((mutant) => !isCaught(mutant)).map(({ mutant }) => mutant)).toEqual([]);
  });
});

it('docs/invariants.md says what tests, mutants and results say; else: npm run mutants', () => {
  expect(readFileSync(join(ROOT, DOCUMENT), 'utf8')).toBe(invariantsDocument(tests, keptResults(ROOT)));
});

describe('the mutants of the simulation', () => {
  it.each(simMutants)('“$name” can be planted: what it breaks is there exactly once', ({ file, find }) => {
    // The formatter may break a line anywhere that a space stands.
    const oneLine = (text: string): string => text.replace(/\s+/g, ' ');
    expect(oneLine(readFileSync(join(ROOT, file), 'utf8')).split(oneLine(find)).length).toBe(2);
  });
});
