import { instantOf, isRecord, jsonOf, textOf } from '../../kit/index.js';
import { type Mail, mailOf, textOfHtml, threadsOf } from './mail.js';

/** What a provider posts for a mail that it has received, and the address that it was for. */
export interface Posted {
  readonly mail: Mail;
  readonly recipient: string;
}

type Form = Readonly<Record<string, unknown>>;

/** SendGrid, Mailgun and others with `raw`; Postmark, CloudMailin and others by their fields. */
export async function postedIn(form: Form): Promise<Posted | undefined> {
  const recipient = recipientIn(form);
  const whole = said(form, 'email', 'body-mime', 'raw', 'RawEmail', 'raw_msg');
  if (whole !== undefined) {
    const mail = await mailOf(new TextEncoder().encode(whole));
    return mail && { mail, recipient };
  }
  const headers = headersIn(form);
  const subject = said(form, 'subject', 'Subject') ?? headers.get('subject');
  const plain = said(form, 'text', 'body-plain', 'TextBody', 'plain', 'body');
  const html = said(form, 'html', 'body-html', 'HtmlBody');
  if (subject === undefined && plain === undefined && html === undefined) return undefined;
  const header = (name: string): string => headers.get(name) ?? '';
  return {
    recipient,
    mail: {
      subject: (subject ?? '').replace(/\s+/g, ' ').trim(),
      text: (plain ?? (html === undefined ? '' : await textOfHtml(html))).replaceAll('\r\n', '\n').trim(),
      from: addressIn(said(form, 'sender', 'From', 'from') ?? header('from')),
      messageId: said(form, 'Message-Id', 'message-id') ?? (header('message-id') || said(form, 'MessageID')),
      threads: threadsOf(
        said(form, 'References') ?? header('references'),
        said(form, 'In-Reply-To') ?? header('in-reply-to'),
      ),
      sentAt: instantOf(said(form, 'Date', 'date') ?? header('date')),
      attachments: attachmentsIn(form),
      header,
    },
  };
}

const said = (form: Form, ...names: readonly string[]): string | undefined =>
  names.map((name) => textOf(form[name])).find((text) => text !== undefined && text.trim() !== '');

/** Of the envelope where it is told, else of the header. */
function recipientIn(form: Form): string {
  const hash = said(form, 'MailboxHash');
  if (hash !== undefined) return `mail+${hash}@mail`;
  const envelope = jsonIn(form['envelope']);
  const to: unknown = isRecord(envelope) ? envelope['to'] : undefined;
  const first: unknown = Array.isArray(to) ? to[0] : to;
  return addressIn(textOf(first) ?? said(form, 'recipient', 'OriginalRecipient', 'To', 'to') ?? '');
}

const addressIn = (text: string): string => /<([^<>\s]{1,320})>/.exec(text)?.[1] ?? text.trim();

/** Lists of {Name, Value}, of pairs, a map, or the header itself. */
function headersIn(form: Form): ReadonlyMap<string, string> {
  const given = jsonIn(form['message-headers']) ?? jsonIn(form['Headers']) ?? jsonIn(form['headers']);
  const pairs: readonly (readonly [unknown, unknown])[] = Array.isArray(given)
    ? (given as readonly unknown[]).map((one) =>
        Array.isArray(one) ? [one[0], one[1]] : isRecord(one) ? [one['Name'], one['Value']] : ['', ''],
      )
    : isRecord(given)
      ? Object.entries(given)
      : linesIn(textOf(form['headers']) ?? '');
  return new Map(
    pairs.flatMap(([name, value]) => {
      const text = textOf(value);
      return typeof name === 'string' && text !== undefined
        ? [[name.toLowerCase().replaceAll('_', '-'), text]]
        : [];
    }),
  );
}

const linesIn = (text: string): readonly (readonly [string, string])[] =>
  text
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 1 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()] as const];
    });

function attachmentsIn(form: Form): readonly string[] {
  const list = jsonIn(form['Attachments']) ?? jsonIn(form['attachments']);
  return (Array.isArray(list) ? (list as readonly unknown[]) : []).flatMap((one) =>
    isRecord(one) ? (textOf(one['Name'] ?? one['file_name'] ?? one['filename']) ?? 'unnamed') : [],
  );
}

function jsonIn(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (!/^\s*[[{]/.test(value)) return undefined;
  return jsonOf(value);
}
