import type { Owner } from './world-time.js';

/** What a replica waits for: a statement's way there and back, or a send's. */
export interface Point {
  /** Of this life, from 1. */
  readonly index: number;
  readonly kind: 'statement' | 'commit' | 'send';
  readonly what: string;
}

/** What goes wrong there. */
export type Mishap = 'crash-before' | 'crash-after' | 'cut-before' | 'cut-after' | 'freeze';

/** One life of a replica, from its boot until it dies: after that it is another one. */
export interface Life extends Owner {
  readonly name: string;
  /** Passes an await point; what goes wrong there is decided here. */
  pass(kind: Point['kind'], what: string): Mishap | undefined;
  die(): Promise<void>;
}
