import { createHash } from 'node:crypto';
import {
  type Delivery,
  ignored,
  isRecord,
  linksOf,
  type Reading,
  severityOf,
  signals,
  textOf,
} from '../../kit/index.js';
import type { OnCallOptions } from './options.js';

const MAX_SHOWN = 4_000;
/** OnCall knew the first only; nobody means the others as a new fault. */
const OVER = new Set(['ok', 'resolved', 'normal', 'closed']);

/** The formatted webhook, which also Zabbix's media type for OnCall sends; any other shape is an alert with its body shown. */
export function readFormatted({ body, rawBody }: Delivery, { severities }: OnCallOptions): Reading {
  if (body === undefined && rawBody.length === 0) return ignored('the delivery is empty');
  const field = (name: string) => (isRecord(body) ? textOf(body[name])?.trim() || undefined : undefined);
  const [uid, title, message] = [field('alert_uid'), field('title'), field('message')];
  const isOver = OVER.has(field('state')?.toLowerCase() ?? '');
  // Without a key the same words are the same problem, for a trigger and its end alike.
  const dedupKey = uid ?? (title === undefined ? undefined : `title:${hash(title)}`);
  if (isOver && dedupKey === undefined) return ignored('it names no alert that could be over');
  const word = field('severity') ?? lineOf(message, 'Severity');
  return signals({
    action: isOver ? 'resolve' : 'trigger',
    dedupKey,
    title,
    description: message ?? (title === undefined && !isOver ? shown(body ?? decode(rawBody)) : undefined),
    severity: severityOf(word, severities),
    sourceSeverity: word,
    host: lineOf(message, 'Host'),
    details: isRecord(body) ? body : undefined,
    links: linksOf({ source: field('link_to_upstream_details'), image: field('image_url') }),
  });
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** `Severity: High`, as Zabbix writes it into the text. */
const lineOf = (text: string | undefined, name: 'Severity' | 'Host'): string | undefined =>
  text === undefined ? undefined : LINES[name].exec(text)?.[1]?.trim() || undefined;

const LINES = { Severity: /^Severity: ?(.{1,60})$/m, Host: /^Host: ?(.{1,250})$/m } as const;

function shown(body: unknown): string | undefined {
  const text = typeof body === 'string' ? body : JSON.stringify(body, null, 2);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text || undefined;
}
