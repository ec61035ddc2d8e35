// Which tests are an invariant's own: those whose name begins with `invariant 7: `.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SPECS = ['src/**/*.spec.ts', 'test/{unit,e2e,wires}/**/*.{spec,e2e-spec}.ts'];
/** Of this very check: it speaks of such names and has none. */
const CHECK = 'test/unit/invariants.spec.ts';
const NAME = /\b(?:it|describe)\(\s*(['"`])invariant (\d+): ((?:(?!\1).)+)\1/g;

/** In the order of the invariants, then as they stand in their files. */
export function ownTests(root) {
  return globSync(SPECS, { cwd: root })
    .filter((file) => file !== CHECK)
    .sort()
    .flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(NAME)].map(([, , number, title]) => ({
        invariant: Number(number),
        title,
        file,
        project: file.endsWith('.e2e-spec.ts') ? 'e2e' : 'unit',
      })),
    )
    .sort((a, b) => a.invariant - b.invariant);
}

/** For Jest: full names, of which some begin with a `describe`. */
export const onlyOwn = (invariant) => `(^|\\s)invariant ${invariant}: `;
export const allButOwn = (invariant) => `^(?!.*(^|\\s)invariant ${invariant}: )`;
