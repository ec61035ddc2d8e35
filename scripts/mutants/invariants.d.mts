export const invariants: ReadonlyMap<number, string>;
