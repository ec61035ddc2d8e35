import { type Severity, severityOf } from '../../kit/index.js';
import type { Macros } from './macros.js';
import type { Update } from './update.js';

/** Zabbix's own mapping for PagerDuty, by its number: Not classified, Information, Warning, Average, High, Disaster. */
const LEVELS: readonly Severity[] = ['info', 'info', 'warning', 'warning', 'high', 'critical'];
const WORDS = ['not classified', 'information', 'warning', 'average', 'high', 'disaster'];

/** By number first: the words may be anything that an administrator has made of them. */
export function levelOf(
  number: string | undefined,
  word: string | undefined,
  taught: Readonly<Record<string, Severity>>,
): Severity | undefined {
  const isTaught = (name: string | undefined): boolean =>
    name !== undefined &&
    Object.keys(taught).some((one) => one.trim().toLowerCase() === name.trim().toLowerCase());
  if (isTaught(word)) return severityOf(word, taught);
  if (isTaught(number)) return severityOf(number, taught);
  if (number !== undefined) return LEVELS[Number(number)] ?? 'unknown';
  return word === undefined ? undefined : (LEVELS[WORDS.indexOf(word.trim().toLowerCase())] ?? 'unknown');
}

/** After a change {EVENT.NSEVERITY} is the new one, while {TRIGGER.SEVERITY} stays what it was. */
export const severityIn = (
  macros: Macros,
  update: Update | undefined,
  taught: Readonly<Record<string, Severity>>,
): Severity | undefined =>
  levelOf(
    typeof update?.severity === 'string' ? update.severity : macros['event_nseverity'],
    macros['event_severity'],
    taught,
  );
