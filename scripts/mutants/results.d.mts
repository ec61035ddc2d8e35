import type { Mutant } from '../mutants.table.mjs';

export interface Result {
  readonly digest: string;
  readonly date: string;
  /** Full names of tests. */
  readonly caughtBy: readonly string[];
  readonly others?: { readonly date: string; readonly noticed: readonly string[] };
}

export function digestOf(mutant: Mutant): string;
export function keptResults(root: string): Readonly<Record<string, Result | undefined>>;
