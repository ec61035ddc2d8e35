import { type Action, actionOf, isRecord, UsualFields } from '../../kit/index.js';
import type { CloudEvent } from './event.js';
import type { CloudEventsOptions } from './options.js';

const LONGEST_TYPE = 500;

/** `com.example.disk.alertResolved` → `com.example.disk.alert` and `Resolved`. */
export function lastWordOf(type: string): { readonly stem: string; readonly word: string } {
  const text = type.slice(0, LONGEST_TYPE);
  const [, stem = '', word = ''] =
    /^(.*?)[./:_-]?([a-z]+|[A-Z][a-z]+|[A-Z]+)(?:[./:]v\d+)?$/s.exec(text) ?? [];
  return { stem, word };
}

/** The data's own word for it, else the type's last one. What says neither is a problem: somebody sent it here. */
export function stateOf(
  { type, data }: CloudEvent,
  { triggerTypes, resolveTypes }: CloudEventsOptions,
): Action {
  if (resolveTypes.includes(type)) return 'resolve';
  if (triggerTypes.includes(type)) return 'trigger';
  const words = isRecord(data) ? new UsualFields(data).texts('status', 'state', 'action', 'event') : [];
  return words.map(actionOf).find(Boolean) ?? actionOf(lastWordOf(type).word) ?? 'trigger';
}

/**
 * Problem and recovery must meet, other problems must not: a type loses its last word only where that word is a state,
 * or where the operator has said that this type is one.
 */
export function keyOf(event: CloudEvent, { triggerTypes, resolveTypes }: CloudEventsOptions): string {
  const { data, subject, source, type } = event;
  const own = isRecord(data)
    ? new UsualFields(data).take('dedup_key', 'dedup', 'alias', 'alert_uid', 'incident_key', 'fingerprint')
    : undefined;
  if (own !== undefined) return own;
  const { stem, word } = lastWordOf(type);
  const isState = actionOf(word) !== undefined || [...triggerTypes, ...resolveTypes].includes(type);
  return [isState ? stem : type, source, subject ?? ''].join(' ').trim();
}
