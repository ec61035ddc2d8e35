export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

export interface Mutant {
  readonly invariant: number;
  readonly mutant: string;
  readonly edits: readonly Edit[];
}

export const mutants: readonly Mutant[];
