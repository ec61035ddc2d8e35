import { bodyOf, type Delivery, isRecord, textOf, textsOf } from '../../kit/index.js';
import { headerText } from './header-text.js';

/** One event, whichever way it came. */
export interface CloudEvent {
  readonly id: string | undefined;
  readonly source: string;
  readonly type: string;
  readonly subject: string | undefined;
  readonly time: string | undefined;
  /** What senders have added to the attributes of the specification. */
  readonly extensions: Readonly<Record<string, string>>;
  readonly data: unknown;
}

const KNOWN = new Set([
  'specversion',
  'id',
  'source',
  'type',
  'subject',
  'time',
  'datacontenttype',
  'dataschema',
  'schemaurl',
  'data',
  'data_base64',
]);

/** The events of a delivery as they were written; undefined where it is none of the three modes. */
export function writtenIn({ headers, body, rawBody }: Delivery): readonly unknown[] | undefined {
  const type = (headers['content-type'] ?? '').toLowerCase();
  if (type.startsWith('application/cloudevents-batch'))
    return Array.isArray(body) ? (body as unknown[]) : undefined;
  if (type.startsWith('application/cloudevents')) return isRecord(body) ? [body] : undefined;
  const attributes = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith('ce-') && value !== undefined ? [[name.slice(3), headerText(value)] as const] : [],
  );
  if (attributes.length > 0)
    return [
      {
        ...Object.fromEntries(attributes),
        datacontenttype: type,
        data: rawBody.length > 0 ? body : undefined,
      },
    ];
  // Sent with a content type of its own making.
  const list = Array.isArray(body) ? (body as unknown[]) : [body];
  return list.length > 0 && list.every((one) => isRecord(one) && 'specversion' in one) ? list : undefined;
}

/** What is wrong with it, in words, or the event. */
export function eventOf(written: unknown): CloudEvent | string {
  if (!isRecord(written)) return 'is no event';
  const attributes = textsOf(written);
  const { id, source = '', type = '', subject, time } = attributes;
  if (source.trim() === '') return 'source: is missing';
  if (type.trim() === '') return 'type: is missing';
  const extensions = Object.fromEntries(Object.entries(attributes).filter(([name]) => !KNOWN.has(name)));
  return {
    id: id?.trim() || undefined,
    source: source.trim(),
    type: type.trim(),
    subject: subject?.trim() || undefined,
    time,
    extensions,
    data: dataOf(written),
  };
}

function dataOf(written: Readonly<Record<string, unknown>>): unknown {
  const base64 = written['data_base64'];
  const { data } = written;
  if (typeof base64 === 'string')
    return bodyOf(Buffer.from(base64, 'base64'), textOf(written['datacontenttype']) ?? 'application/json');
  return data;
}
