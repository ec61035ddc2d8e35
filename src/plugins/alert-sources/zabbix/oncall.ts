import { linksOf, type Reading, type Signal, textOf, textsOf, unreadable } from '../../kit/index.js';
import type { ZabbixOptions } from './options.js';
import { levelOf } from './severity.js';

/** The five fields of the media type that Zabbix ships for Grafana OnCall. */
export const isOnCall = (body: Readonly<Record<string, unknown>>): boolean =>
  'alert_uid' in body && !('event_id' in body);

export function readOnCall(body: Readonly<Record<string, unknown>>, { severities }: ZabbixOptions): Reading {
  const { title, state = '', message: sent = '', link_to_upstream_details: link } = textsOf(body);
  const dedupKey = textOf(body['alert_uid'])?.trim();
  if (!dedupKey) return unreadable('alert_uid: says nothing');
  const message = sent.replaceAll('\r\n', '\n');
  const word = lineOf(message, 'Severity');
  const isOver = /^(ok|resolved)$/i.test(state.trim());
  const isUnknown = !isOver && !/^alerting$/i.test(state.trim());
  const signal: Signal = {
    action: isOver ? 'resolve' : 'trigger',
    dedupKey,
    title: title || undefined,
    description: message || undefined,
    // Its own message template has such lines.
    severity: levelOf(undefined, word, severities),
    sourceSeverity: word,
    host: lineOf(message, 'Host'),
    links: linksOf({ source: link }),
  };
  return {
    outcome: 'signals',
    signals: [signal],
    warnings: isUnknown ? ['a state that nobody knows was taken for a problem'] : [],
  };
}

const lineOf = (text: string, name: string): string | undefined =>
  text
    .split('\n', 50)
    .find((line) => line.startsWith(`${name}: `))
    ?.slice(name.length + 2)
    .trim() || undefined;
