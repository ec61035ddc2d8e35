import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BOUNDARY_FAULTS, SURROUNDINGS } from '../house-rules/boundary-faults.js';
import { ALLOWED, LINT_FAULTS } from '../house-rules/lint-faults.js';
import { type Found, Room } from '../house-rules/room.js';

const filesOf = (faults: readonly { file: string; text: string }[]) =>
  Object.fromEntries(faults.map(({ file, text }) => [file, text]));

const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
  forbidden: readonly { name: string }[];
};

describe('the boundaries, each seen to fire once', () => {
  const room = new Room({ ...SURROUNDINGS, ...filesOf(BOUNDARY_FAULTS) });
  let found: readonly Found[];

  beforeAll(async () => {
    found = await room.boundaries();
  }, 60_000);
  afterAll(() => room.remove());

  it.each(BOUNDARY_FAULTS)('$rule sees $file', ({ rule, file }) => {
    expect(found).toContainEqual({ file, rule });
  });

  it('leaves innocent files alone', () => {
    expect(found.filter(({ file }) => file in SURROUNDINGS)).toEqual([]);
  });

  it('has a fault for every rule', () => {
    const seen = new Set(BOUNDARY_FAULTS.map(({ rule }) => rule));
    expect(forbidden.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([]);
  });
});

describe('the lint rules of the house, each seen to fire once', () => {
  const room = new Room({ ...filesOf(LINT_FAULTS), ...ALLOWED });
  let found: readonly Found[];

  beforeAll(async () => {
    found = await room.lint();
  }, 60_000);
  afterAll(() => room.remove());

  it.each(LINT_FAULTS)('$rule sees $what', ({ rule, file }) => {
    expect(found).toContainEqual({ file, rule });
  });

  it('lets the clock, the settings, migrations, specs and simulators do their work', () => {
    expect(found.filter(({ file }) => file in ALLOWED)).toEqual([]);
  });
});
