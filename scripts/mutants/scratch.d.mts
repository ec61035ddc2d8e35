import type { Mutant } from '../mutants.table.mjs';

export function plantedTexts(root: string, mutant: Mutant): ReadonlyMap<string, string>;
