import type { MailParserOptions, ParsedMail } from 'mailparser';
import { instantOf } from '../../kit/index.js';

/** A mail as it matters here, however it came. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly from: string;
  readonly messageId: string | undefined;
  /** What it answers, or belongs to; the first one is the oldest. */
  readonly threads: readonly string[];
  readonly sentAt: Date | undefined;
  readonly attachments: readonly string[];
  readonly header: (name: string) => string;
}

/** Longer ones are no words for people; all of it is in the stored mail. */
const MAX_TEXT = 20_000;
/** Some documents take long to turn into text: this much of one takes at most a tenth of a second. */
const MAX_HTML = 100_000;

/** Undefined: these bytes are no mail. */
export async function mailOf(raw: Uint8Array): Promise<Mail | undefined> {
  const parsed = await parsedOf(raw, { skipHtmlToText: true });
  if (!parsed) return undefined;
  const lines = new Map(parsed.headerLines.map(({ key, line }) => [key, line.replace(/^[^:]*:\s*/, '')]));
  if (!['from', 'subject', 'date', 'received'].some((name) => lines.has(name))) return undefined;
  const text = parsed.text?.trim() || (parsed.html ? await textOfHtml(parsed.html) : '');
  return {
    subject: spoken(parsed.subject ?? ''),
    text: text.replaceAll('\r\n', '\n').trim().slice(0, MAX_TEXT),
    from: parsed.from?.value[0]?.address ?? '',
    messageId: parsed.messageId,
    threads: threadsOf(parsed.references, parsed.inReplyTo),
    // Not the parser's own: it takes now for a date that it cannot read.
    sentAt: instantOf(lines.get('date')),
    attachments: parsed.attachments.map(({ filename }) =>
      typeof filename === 'string' ? filename : 'unnamed',
    ),
    header: (name) => lines.get(name)?.trim() ?? '',
  };
}

async function parsedOf(raw: Uint8Array, options: MailParserOptions): Promise<ParsedMail | undefined> {
  // Loaded by whoever gets mail.
  const { simpleParser } = await import('mailparser');
  try {
    const more = {
      skipTextToHtml: true,
      skipImageLinks: true,
      skipTextLinks: true,
      checksumAlgo: false,
    } as const;
    return await simpleParser(Buffer.from(raw), { ...more, ...options });
  } catch {
    return undefined;
  }
}

/** The words of a document; rows and cells of its tables stand apart. */
export async function textOfHtml(html: string): Promise<string> {
  const head = 'Content-Type: text/html; charset=utf-8\r\n\r\n';
  const apart = html
    .slice(0, MAX_HTML)
    .replaceAll(/<\/t[dh]>/gi, ' </td>')
    .replaceAll(/<\/tr>/gi, '</tr><br>');
  const parsed = await parsedOf(new TextEncoder().encode(head + apart), {});
  return (parsed?.text ?? '').replaceAll(/[ \t]+$/gm, '').trim();
}

/** The oldest of the references begins a thread; who only answers names what they answer. */
export function threadsOf(references: unknown, inReplyTo: unknown): readonly string[] {
  const list = [
    inReplyTo,
    ...(Array.isArray(references) ? (references as readonly unknown[]) : [references]),
  ];
  return list.flatMap((one) => (typeof one === 'string' ? (one.match(/<[^<>\s]{1,500}>/g) ?? []) : []));
}

/** Old systems write a subject in JIS as it is, without saying so: the escapes say it. */
function spoken(subject: string): string {
  const text = subject.includes('\u001b$')
    ? new TextDecoder('iso-2022-jp').decode(Buffer.from(subject, 'latin1'))
    : subject;
  return text.replace(/\s+/g, ' ').trim();
}
