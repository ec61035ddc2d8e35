import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface PastIncident {
  readonly title: string;
  readonly text: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly comments: readonly string[];
  readonly solution: string;
}

/** Something that is seen now, what it should remind of, and what it should not. */
export interface Pair {
  readonly id: string;
  readonly language: 'en' | 'ja' | 'mixed';
  /** Said by the same monitor again, or in other words. */
  readonly kind: 'verbatim' | 'paraphrased';
  readonly service: string;
  readonly now: Pick<PastIncident, 'title' | 'text' | 'labels'>;
  readonly past: PastIncident;
  readonly nearMisses: readonly PastIncident[];
}

/** Written by people who had not read how it is ranked. */
export const readPairs = (folder = join(import.meta.dirname, 'similar')): readonly Pair[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Pair[]);
