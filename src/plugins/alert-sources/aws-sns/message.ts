import {
  instantOf,
  isRecord,
  jsonOf,
  linksOf,
  severityOf,
  type Signal,
  textOf,
  textsOf,
} from '../../kit/index.js';
import { Alarm, alarmSignal, severityByName } from './alarm.js';
import type { Sent } from './envelope.js';
import type { SnsOptions } from './options.js';

const MAX_TITLE = 120;

/** What was published to a topic: an alarm of CloudWatch, an event of EventBridge, other JSON, or words. */
export function signalOf(sent: Sent, options: SnsOptions): Signal {
  const json = jsonIn(sent.text);
  if (json === undefined) return wordsSignal(sent, options);
  const alarm = Alarm.safeParse(json);
  if (alarm.success) return { ...alarmSignal(alarm.data, sent, options), details: { ...json } };
  if (typeof json['detail-type'] === 'string') return eventSignal(json, sent, options);
  return otherSignal(json, sent, options);
}

const wordsSignal = ({ subject, text, topic, at }: Sent, options: SnsOptions): Signal => ({
  action: 'trigger',
  title: subject || firstLine(text) || undefined,
  description: text.trim() || undefined,
  severity: severityByName(subject ?? firstLine(text), options) ?? options.severity,
  labels: topic ? { topic } : {},
  startedAt: instantOf(at),
});

/** The envelope of EventBridge. What it says of alarms and of AWS's own health has a beginning and an end. */
function eventSignal(event: Readonly<Record<string, unknown>>, sent: Sent, options: SnsOptions): Signal {
  const detail = isRecord(event['detail']) ? event['detail'] : {};
  const { account = '', region = '', source = '' } = textsOf(event);
  const kind = textOf(event['detail-type']) ?? '';
  const state = isRecord(detail['state']) ? textsOf(detail['state']) : {};
  const resources: readonly unknown[] = Array.isArray(event['resources']) ? event['resources'] : [];
  const alarm = Alarm.safeParse({
    AlarmName: detail['alarmName'],
    AlarmArn: textOf(resources[0]),
    AWSAccountId: account,
    Region: region,
    NewStateValue: state['value'],
    NewStateReason: state['reason'],
    StateChangeTime: state['timestamp'] ?? event['time'],
  });
  if (alarm.success) return { ...alarmSignal(alarm.data, sent, options), details: { ...event } };
  const { eventArn, statusCode, eventTypeCode, service } = textsOf(detail);
  const isOver = statusCode === 'closed' && eventArn !== undefined;
  return {
    action: isOver ? 'resolve' : 'trigger',
    dedupKey: eventArn,
    title: sent.subject || [kind, eventTypeCode ?? textOf(resources[0])].filter(Boolean).join(': '),
    description: descriptionIn(detail),
    severity: severityByName(kind, options) ?? options.severity,
    service: service ?? (source || undefined),
    labels: {
      ...(region && { region }),
      ...(account && { account }),
      ...(sent.topic && { topic: sent.topic }),
    },
    details: { ...event },
    ...(isOver ? { endedAt: instantOf(event['time']) } : { startedAt: instantOf(event['time']) }),
  };
}

/** AWS Health writes one description a language. */
function descriptionIn(detail: Readonly<Record<string, unknown>>): string | undefined {
  const list: readonly unknown[] = Array.isArray(detail['eventDescription'])
    ? detail['eventDescription']
    : [];
  const [first] = list.map((one) => textsOf(one)['latestDescription']).filter(Boolean);
  return first ?? textOf(detail['description']);
}

const OVER = /^(resolved?|ok|closed?|recovered|復旧)$/i;

/** JSON of somebody's own: the fields that most people use, and all of it beside them. */
function otherSignal(json: Readonly<Record<string, unknown>>, sent: Sent, options: SnsOptions): Signal {
  const said = (...names: readonly string[]): string | undefined =>
    names.map((name) => textOf(json[name])?.trim()).find(Boolean);
  const dedupKey = said('dedup_key', 'dedupKey', 'alias', 'incident_key');
  const word = said('severity', 'level', 'priority');
  // RDS gives all of its messages one subject.
  const title =
    said('Event Message') ??
    (sent.subject || said('title', 'summary', 'Event', 'Description', 'message') || firstLine(sent.text));
  const isOver = dedupKey !== undefined && OVER.test(said('status', 'state', 'action') ?? '');
  const at = instantOf(said('timestamp', 'time', 'Event Time', 'Time')) ?? instantOf(sent.at);
  return {
    // What ends something has to name it.
    action: isOver ? 'resolve' : 'trigger',
    dedupKey,
    title,
    description: said('description', 'details', 'Event Message', 'Cause', 'message') ?? sent.text,
    severity: severityOf(word) ?? severityByName(title, options) ?? options.severity,
    sourceSeverity: word,
    service: said('service', 'Event Source', 'Service'),
    host: said('host', 'Source ID'),
    labels: sent.topic ? { topic: sent.topic } : {},
    details: { ...json },
    links: linksOf({ source: said('link', 'url', 'Identifier Link') }),
    ...(isOver ? { endedAt: at } : { startedAt: at }),
  };
}

const firstLine = (text: string): string => {
  const [line = ''] = text.trim().slice(0, 2000).split('\n');
  return line.length > MAX_TITLE ? `${line.slice(0, MAX_TITLE - 1)}…` : line;
};

function jsonIn(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  const json = jsonOf(text);
  return isRecord(json) ? json : undefined;
}
