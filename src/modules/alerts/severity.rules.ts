import type { Signal } from '../../plugins/kit/index.js';
import type { Severity } from '../../platform/wire/schemas.js';

/** Lowest first; `unknown` is below everything that somebody has judged. */
const RANKED: readonly Severity[] = ['unknown', 'info', 'warning', 'high', 'critical'];

export const isAbove = (a: Severity, b: Severity): boolean => RANKED.indexOf(a) > RANKED.indexOf(b);

/** What a sender's own word means here, by the word in small letters. */
export type SeverityWords = ReadonlyMap<string, Severity>;

/** The integration's word for what the sender said; the sender's stays beside it. */
export function translated(signal: Signal, words: SeverityWords | undefined): Signal {
  const said = signal.sourceSeverity ?? signal.severity;
  const severity = said === undefined ? undefined : words?.get(said.trim().toLowerCase());
  return severity === undefined ? signal : { ...signal, severity, sourceSeverity: said };
}
