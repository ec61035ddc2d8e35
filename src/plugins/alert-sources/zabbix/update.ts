import { instantOf, isRecord, jsonOf, type Signal, textOf } from '../../kit/index.js';
import type { Macros } from './macros.js';
import { instantInZone } from './zone.js';

/** What somebody did to a problem in Zabbix, all at once. */
export interface Update {
  readonly acknowledged?: boolean;
  readonly unacknowledged?: boolean;
  readonly commented?: boolean;
  readonly closed?: boolean;
  /** 0 to 5, where it is said; true where only Zabbix's word for it is. */
  readonly severity?: string | true;
  /** 'forever' where nobody said until when. */
  readonly suppressed?: Date | 'forever';
  readonly unsuppressed?: boolean;
  /** Named as the cause of other problems, or as a symptom. */
  readonly ranked?: boolean;
}

/** Zabbix 7 says it as JSON, earlier ones in English prose only. */
export function updateOf(macros: Macros, timeZone: string): Update {
  const json = jsonOf(macros['event_update_action_json'] ?? '');
  return isRecord(json) ? fromJson(json) : fromProse(macros['event_update_action'] ?? '', timeZone);
}

function fromJson(json: Readonly<Record<string, unknown>>): Update {
  const { severity, suppress_until: until } = json;
  return {
    acknowledged: json['acknowledge'] === true,
    unacknowledged: json['unacknowledge'] === true,
    commented: textOf(json['message']) !== undefined,
    closed: json['close'] === true,
    ...(isRecord(severity) && { severity: textOf(severity['new']) ?? true }),
    ...(until !== undefined && { suppressed: instantOf(until) ?? 'forever' }),
    unsuppressed: json['unsuppress'] === true,
    ranked: json['cause'] === true || json['symptom'] === true || json['rank'] !== undefined,
  };
}

/** "acknowledged, commented and changed severity from Warning to Disaster": each part by itself, for one is in another. */
function fromProse(prose: string, timeZone: string): Update {
  const parts = prose.split(/, | and /).map((part) => part.trim());
  const until = parts.find((part) => part.startsWith('suppressed '))?.split(' ') ?? [];
  return {
    acknowledged: parts.includes('acknowledged'),
    unacknowledged: parts.includes('unacknowledged'),
    commented: parts.includes('commented'),
    closed: parts.includes('closed'),
    ...(parts.some((part) => part.startsWith('changed severity ')) && { severity: true }),
    ...(until.length > 0 && { suppressed: instantInZone(until[2], until[3], timeZone) ?? 'forever' }),
    unsuppressed: parts.includes('unsuppressed'),
    ranked: parts.some((part) => /\b(rank|ranked|cause|symptom)\b/.test(part)),
  };
}

export const isKnown = (update: Update): boolean => Object.values(update).some(Boolean);

type Told = Pick<Signal, 'action' | 'note' | 'until'>;

/** One signal for each thing that was done; of a mere comment, or of what nobody knows, a note. */
export function toldBy(update: Update, macros: Macros, now: Date): readonly Told[] {
  const { suppressed, unsuppressed } = update;
  const done: readonly Told[] = [
    // First: a severity that rises must be seen before somebody is said to care for it.
    ...(update.severity ? [{ action: 'update' as const }] : []),
    ...(update.unacknowledged ? [{ action: 'unacknowledge' as const }] : []),
    ...(update.acknowledged ? [{ action: 'acknowledge' as const }] : []),
    ...(suppressed
      ? [{ action: 'snooze' as const, until: suppressed === 'forever' ? undefined : suppressed }]
      : []),
    // Over now.
    ...(unsuppressed ? [{ action: 'snooze' as const, until: now }] : []),
    // Where no operation is configured for recoveries, nothing else will say so.
    ...(update.closed ? [{ action: 'resolve' as const }] : []),
  ];
  const message = macros['event_update_message'];
  const [first, ...more] = done;
  if (!first) return [{ action: 'note', note: message ?? macros['event_update_action'] }];
  return [{ ...first, note: message }, ...more];
}
