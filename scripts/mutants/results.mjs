import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'docs/mutants.json';

/** A result is of a mutant as it was then: one that has changed since was not run yet. */
export const digestOf = ({ edits }) =>
  createHash('sha256').update(JSON.stringify(edits)).digest('hex').slice(0, 12);

export function keptResults(root) {
  const file = join(root, FILE);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** After each, so that a run which is broken off leaves what it has found. */
export function keepResult(root, mutant, { caughtBy, also }) {
  const all = keptResults(root);
  const digest = digestOf(mutant);
  const before = all[mutant.mutant]?.digest === digest ? all[mutant.mutant] : {};
  const date = new Date().toISOString().slice(0, 10);
  const others = also
    ? { date, noticed: also.map((name) => name.split(':')[0]).filter(isFirst) }
    : before.others;
  all[mutant.mutant] = { digest, date, caughtBy, ...(others && { others }) };
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(join(root, FILE), `${JSON.stringify(sorted, null, 2)}\n`);
}

const isFirst = (name, i, all) => all.indexOf(name) === i;
