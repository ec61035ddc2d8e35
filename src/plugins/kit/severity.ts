import type { Severity } from './signal.js';

const WORDS: Readonly<Record<string, Severity>> = Object.fromEntries(
  Object.entries({
    critical: 'critical crit fatal emergency emerg disaster alert page down p1 sev1 重大 致命的 緊急',
    high: 'high error err major severe urgent p2 sev2 高',
    warning: 'warning warn minor average medium moderate p3 sev3 警告 中',
    info: 'info information informational notice debug low none ok normal p4 p5 sev4 sev5 情報 低',
  }).flatMap(([severity, list]) => list.split(' ').map((word) => [word, severity as Severity])),
);

/**
 * The severity behind a sender's own word. Its integration may teach it more words or other meanings in `taught`.
 * Nothing said is nothing known: undefined. A word that nobody knows is `unknown`.
 */
export function severityOf(
  word: string | undefined,
  taught: Readonly<Record<string, Severity>> = {},
): Severity | undefined {
  const said = word?.trim().toLowerCase();
  if (!said) return undefined;
  const own = Object.entries(taught).find(([name]) => name.trim().toLowerCase() === said);
  return own?.[1] ?? (Object.hasOwn(WORDS, said) ? WORDS[said] : undefined) ?? 'unknown';
}
