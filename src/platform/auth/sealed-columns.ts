/** Where boxes of the `SecretBox` are kept; the names come from code. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** What names a row. */
  readonly key: readonly [string, ...string[]];
  /** A JSON string in a column of JSON. */
  readonly isJson?: boolean;
  /** As what it was sealed, from the columns of the key. */
  readonly context: (...key: readonly string[]) => string;
}

/** Every column that holds boxes, so that a change of the key forgets none: modules say theirs. */
export class SealedColumns {
  private readonly known: SealedColumn[] = [];

  get all(): readonly SealedColumn[] {
    return this.known;
  }

  add(...columns: readonly SealedColumn[]): void {
    this.known.push(...columns);
  }
}
