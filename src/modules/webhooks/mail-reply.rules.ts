import type { HttpAnswer } from '../../plugins/kit/index.js';

/** What a mail server is told; below 400 it has been taken. */
export interface MailReply {
  readonly code: number;
  readonly text: string;
}

export const TAKEN: MailReply = { code: 250, text: '2.0.0 Taken' };
export const NOBODY: MailReply = { code: 550, text: '5.1.1 There is no such address here' };
export const NOT_HERE: MailReply = { code: 550, text: '5.7.1 Mail for this domain is not taken here' };
export const NOT_YOU: MailReply = { code: 554, text: '5.7.1 Mail from your network is not taken here' };
export const LATER: MailReply = { code: 451, text: '4.3.0 Busy, try again' };

/** The answer of the one intake, in the words of mail. What is not sure to be stored is never taken. */
export function replyOf({ status }: HttpAnswer): MailReply {
  if (status < 400) return TAKEN;
  if (status === 413) return { code: 552, text: '5.3.4 The message is too large' };
  if (status === 404) return NOBODY;
  if (status === 429 || status >= 500) return LATER;
  return { code: 550, text: '5.6.0 The message is not taken' };
}

/**
 * One word for all recipients of a message, as SMTP wants it: while one of them has to be tried again, all are. What
 * was taken already is then taken once all the same.
 */
export function replyToAll(replies: readonly MailReply[]): MailReply {
  return (
    replies.find(({ code }) => code >= 400 && code < 500) ??
    replies.find(({ code }) => code < 400) ??
    replies[0] ??
    NOBODY
  );
}
