import { actionOf, isRecord, UsualFields } from '../../kit/index.js';

// Bounded, for a stranger's megabyte is searched with them.
const UNFILLED: readonly (readonly [RegExp, string])[] = [
  [/\{[A-Z]{1,40}\.[A-Z.]{1,80}\}/, 'a Zabbix macro'],
  [/"\$[A-Z_]{3,}/, 'a Datadog variable'],
  [/\{\{[^{}]{0,200}\}\}/, 'a template'],
];

/** The sender's own template did not do what its author hoped, or the message was meant for somebody else. */
export function warningsOf(body: unknown): readonly string[] {
  const text = JSON.stringify([body]);
  const unfilled = UNFILLED.filter(([pattern]) => pattern.test(text));
  return [
    ...unfilled.map(([, name]) => `${name} was sent unfilled`),
    ...(isForSlack(body)
      ? ['this is shaped for Slack; with a key and a status it would close by itself']
      : []),
    ...(isGroup(body)
      ? ['this is shaped as Grafana or Alertmanager write; their own source reads it better']
      : []),
  ];
}

const isForSlack = (body: unknown): boolean =>
  isRecord(body) && ('attachments' in body || 'blocks' in body || ('text' in body && 'channel' in body));

const isGroup = (body: unknown): boolean =>
  isRecord(body) && Array.isArray(body['alerts']) && 'groupKey' in body && 'receiver' in body;

/** It says how it is, in a word that nobody knows: taken for a problem, for silence would be worse. */
export function isOfUnknownState(item: unknown): boolean {
  if (!isRecord(item)) return false;
  const words = new UsualFields(item).texts('status', 'state', 'action');
  return words.length > 0 && !words.some(actionOf);
}
