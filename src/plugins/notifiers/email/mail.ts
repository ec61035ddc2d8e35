import type { SendMailOptions } from 'nodemailer';
import { type Message, webUrl } from '../../kit/index.js';
import type { Settings, Target } from './settings.js';

export type Mail = Extract<Message, { kind: 'text' | 'verification' | 'inform' | 'test' }>;

const MAX_SUBJECT_SIGNS = 150;

interface Letter {
  readonly id: string;
  readonly target: Target;
  readonly message: Mail;
  readonly writtenAt: Date;
}

/** The words are finished; what is added are the headers that keep machines from answering it. */
export function mailOf({ id, target, message, writtenAt }: Letter, settings: Settings): SendMailOptions {
  const { from, fromName, consoleUrl } = settings;
  return {
    // As objects: an address line that is parsed again could name somebody else.
    from: { name: fromName, address: from },
    to: { name: '', address: target.address },
    subject: subjectOf(message.kind === 'inform' ? message.title : message.text),
    text: bodyOf(message, consoleUrl),
    date: writtenAt,
    messageId: messageIdOf(id, from),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    // An alert's title is somebody else's text: it must never name a file of ours.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** The same for every try of one request, so that mailboxes which look at it show one mail. */
export const messageIdOf = (id: string, from: string): string =>
  `<${encodeURIComponent(id).replace(/[()]/g, '')}@${from.slice(from.lastIndexOf('@') + 1)}>`;

/** One line, without control characters: a line break here would start a header of somebody else's. */
function subjectOf(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  if (line.length <= MAX_SUBJECT_SIGNS) return line;
  // Not in the middle of a pair: half a sign is shown as a box.
  return `${line.slice(0, MAX_SUBJECT_SIGNS - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function bodyOf(message: Mail, consoleUrl: string | undefined): string {
  if (message.kind !== 'inform') return message.text;
  return [message.title, message.body, webUrl(message.link, consoleUrl)].filter(Boolean).join('\n\n');
}
