export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

export interface Mutant {
  readonly mutant: string;
  readonly edits: readonly Edit[];
}

export interface Invariant {
  readonly number: number;
  readonly says: string;
  readonly mutants: readonly Mutant[];
}

export const invariants: readonly Invariant[];
export const mutants: readonly (Mutant & { readonly invariant: number })[];
