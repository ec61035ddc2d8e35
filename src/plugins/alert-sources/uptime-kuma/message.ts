import { type Delivery, isRecord, jsonOf, textOf } from '../../kit/index.js';

/** The one shape behind all four ways of sending. */
export interface Message {
  readonly msg: string | undefined;
  readonly heartbeat: Readonly<Record<string, unknown>> | undefined;
  readonly monitor: Readonly<Record<string, unknown>> | undefined;
}

/** JSON as it is, JSON in the field `data` of a form, or fields of a query that each hold JSON; undefined if none of these. */
export function messageOf({
  method,
  query,
  body,
}: Pick<Delivery, 'method' | 'query' | 'body'>): Message | undefined {
  const sent = method === 'GET' ? query : body;
  const whole = isRecord(sent) && typeof sent['data'] === 'string' ? jsonOf(sent['data']) : sent;
  if (!isRecord(whole)) return undefined;
  const { msg, heartbeat, monitor } = whole;
  const text = textOf(msg)?.trim() || undefined;
  const message = { msg: text, heartbeat: recordOf(heartbeat), monitor: recordOf(monitor) };
  if (message.heartbeat || message.monitor) return message;
  return text === undefined ? undefined : { ...message, ...namedIn(text) };
}

/** "[portal] [🔴 Down] timeout": a body of one's own may hold nothing else. */
function namedIn(text: string): Partial<Message> {
  const [, name, rest = ''] =
    /^\[(.{1,300})\] \[(?:🔴 |✅ |🔵 )?(?:Down|Up|Pending|Maintenance)\] ?(.*)$/isu.exec(text) ?? [];
  return name === undefined ? {} : { monitor: { name }, heartbeat: { msg: rest } };
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> | undefined => {
  const read = typeof value === 'string' ? jsonOf(value) : value;
  return isRecord(read) ? read : undefined;
};

export type State = 'down' | 'up' | 'pending' | 'maintenance';
const STATES: readonly State[] = ['down', 'up', 'pending', 'maintenance'];
const LONGEST_LOOKED_AT = 2_000;

/** By its number; by the word in the text where a body of one's own has dropped it. */
export function stateOf({ heartbeat, msg }: Message): State | undefined {
  const status = textOf(heartbeat?.['status'])?.trim().toLowerCase() ?? '';
  // By its place or by its word, and by nothing else: a record would know "constructor", too.
  const known = STATES.find((word, number) => status === word || status === String(number));
  if (known) return known;
  const [, word = ''] =
    /\[(?:🔴 |✅ |🔵 )?(Down|Up|Pending|Maintenance)\]/iu.exec(msg?.slice(0, LONGEST_LOOKED_AT) ?? '') ?? [];
  return word === '' ? undefined : (word.toLowerCase() as State);
}

/** What is told without a monitor: that something runs out, or that somebody has pressed Test. */
export type Notice =
  | { readonly kind: 'test' }
  | { readonly kind: 'expiry'; readonly about: string }
  | { readonly kind: 'other'; readonly about: string };

export function noticeOf(msg: string): Notice {
  const text = msg.slice(0, LONGEST_LOOKED_AT);
  if (/ Testing$/.test(text)) return { kind: 'test' };
  const [, about] = /^(.+) will (?:be expired|expire) in -?\d+ days?/s.exec(text) ?? [];
  return about === undefined
    ? { kind: 'other', about: text.replace(/\d+/g, '#') }
    : { kind: 'expiry', about };
}
