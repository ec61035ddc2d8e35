import type { AlertText } from '../alerts/index.js';
import type { CommentText, IncidentText } from '../incidents/index.js';
import { conceptsIn } from './concepts.rules.js';
import { fold, quoted, wordsOf } from './words.rules.js';

/** A text and how much it says: what stands in a title more than what was guessed at in a comment. */
export interface Said {
  readonly text: string;
  readonly weight: 'A' | 'B' | 'C';
}

export interface Term {
  /** As it is compared; words of Latin letters are still to be cut to their stem. */
  readonly term: string;
  /** As it was written, for people. */
  readonly written: string;
  readonly weight: Said['weight'];
}

const LONGEST = 20_000;
const HIRAGANA = /^\p{Script=Hiragana}+$/u;
const NUMBER = /^[\d.,:%/-]+$/;

/** What a text is about, each term once with its highest weight. */
export function termsOf(texts: readonly Said[]): readonly Term[] {
  const found = new Map<string, Term>();
  const add = (term: Term): void => {
    const known = found.get(term.term);
    if (!known || term.weight < known.weight) found.set(term.term, term);
  };
  for (const { text: whole, weight } of texts) {
    const text = whole.slice(0, LONGEST);
    for (const { kind, lexeme, from, to } of wordsOf(text)) {
      const written = text.slice(from, to);
      // Pairs of hiragana are grammar; single signs and bare numbers say too little.
      if (kind === 'sign' || (kind === 'pair' && HIRAGANA.test(written))) continue;
      if (kind !== 'pair' && (lexeme.length < 2 || NUMBER.test(lexeme))) continue;
      add({ term: lexeme, written, weight });
    }
    for (const concept of conceptsIn(fold(text).text))
      add({ term: concept, written: concept.slice(1), weight });
  }
  return [...found.values()];
}

export const isConcept = ({ term }: Pick<Term, 'term'>): boolean => term.startsWith('#');
export const isLatin = ({ term }: Pick<Term, 'term'>): boolean => /^[a-z]+$/.test(term);

/** As a `tsvector`; places mean nothing here. */
export const profileVector = (terms: readonly Term[]): string =>
  terms.map(({ term, weight }) => `${quoted(term)}:1${weight}`).join(' ');

/** So much of an incident is looked at. */
export const MOST_COMMENTS = 100;
export const MOST_ALERTS = 20;

const serviceOf = ({ service }: AlertText): readonly string[] =>
  service === null ? [] : [fold(service).text];
const keyOf = ({ integrationId, dedupKey }: AlertText): string => `${integrationId} ${dedupKey}`;
const labelsOf = ({ labels, host, component }: AlertText): string =>
  [host, component, ...Object.values(labels)].filter((text) => text !== null).join(' ');

export interface Subject {
  readonly terms: readonly Term[];
  readonly serviceKeys: readonly string[];
  readonly alertKeys: readonly string[];
}

export const subjectOfAlerts = (alerts: readonly AlertText[], more: readonly Said[] = []): Subject => ({
  terms: termsOf([
    ...more,
    ...alerts.flatMap((alert): readonly Said[] => [
      { text: alert.title, weight: 'A' },
      { text: `${labelsOf(alert)} ${alert.service ?? ''}`, weight: 'B' },
      { text: alert.description, weight: 'B' },
    ]),
  ]),
  serviceKeys: [...new Set(alerts.flatMap(serviceOf))],
  alertKeys: [...new Set(alerts.map(keyOf))],
});

export const subjectOfIncident = (
  incident: Pick<IncidentText, 'title'>,
  alerts: readonly AlertText[],
  comments: readonly Pick<CommentText, 'text'>[],
): Subject =>
  subjectOfAlerts(alerts.slice(0, MOST_ALERTS), [
    { text: incident.title, weight: 'A' },
    ...comments.map(({ text }): Said => ({ text, weight: 'C' })),
  ]);

/** How much a term of what is looked at tells; how much one of what is held against it. */
export const WEIGHT_OF: Readonly<Record<Said['weight'], number>> = { A: 1, B: 0.7, C: 0.5 };
/** A concept is a guess at what words mean. */
export const CONCEPT_WEIGHT = 0.8;

/** The rarer, the more it tells; of all incidents and those that have it. */
export const rarityOf = (incidents: number, having: number): number =>
  Math.log(1 + (incidents - Math.min(having, incidents) + 0.5) / (having + 0.5));
