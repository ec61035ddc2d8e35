/** One promise of the engine's shell, broken: the text to find and what stands there instead. */
export const mutants: readonly {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}[];
