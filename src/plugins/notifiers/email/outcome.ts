import { z } from 'zod';
import type { SendOutcome } from '../../kit/index.js';

/** What nodemailer says of a failure. `message` and `response` are the server's own words, and are not repeated. */
const Failed = z.object({
  code: z.string().optional(),
  originalCode: z.string().optional(),
  command: z.string().optional(),
  responseCode: z.number().optional(),
  response: z.string().optional(),
});
type Failed = z.output<typeof Failed>;

/** RFC 3463: no such mailbox, no such domain, no such syntax, has moved, has no mail, is switched off. */
const DEAD = ['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.2.1'];

export function outcomeOfFailure(error: unknown): SendOutcome {
  const failed = Failed.safeParse(error).data;
  if (!failed) return { outcome: 'retry', reason: 'the mail could not be sent' };
  const distrust = distrustOf(failed);
  if (distrust !== undefined) return { outcome: 'rejected', reason: distrust, scope: 'channel' };
  const { code, command = '', responseCode } = failed;
  if (code === 'EPROTOCOL' && !isReply(responseCode))
    return { outcome: 'retry', reason: 'what answers there is no mail server' };
  const said = saidBy(failed);
  // 503 is about the order of commands, not about this mail: another connection may take it.
  if (!isRefusal(responseCode))
    return code === 'EAUTH' && responseCode === undefined
      ? { outcome: 'rejected', reason: 'the mail server takes none of our ways to sign in', scope: 'channel' }
      : {
          outcome: 'retry',
          reason: isReply(responseCode) ? `the mail server says later${said}` : wordFor(code),
        };
  if (code === 'EAUTH')
    return {
      outcome: 'rejected',
      reason: `the mail server refuses user name or password${said}`,
      scope: 'channel',
    };
  if (command === 'RCPT TO')
    return isDead(failed)
      ? { outcome: 'gone', reason: `nobody has this address${said}` }
      : { outcome: 'rejected', reason: `the mail server refuses this recipient${said}`, scope: 'message' };
  if (command === 'DATA')
    return { outcome: 'rejected', reason: `the mail server refuses this mail${said}`, scope: 'message' };
  const what = command === 'MAIL FROM' ? 'this sender' : 'to talk to us';
  return { outcome: 'rejected', reason: `the mail server refuses ${what}${said}`, scope: 'channel' };
}

const isReply = (status: number | undefined): boolean =>
  status !== undefined && status >= 200 && status < 600;
const isRefusal = (status: number | undefined): boolean =>
  status !== undefined && status >= 500 && status < 600 && status !== 503;

/** Encryption that is not there, or not to be trusted, will not be better at the next try. */
function distrustOf({ code, originalCode = '', command, responseCode }: Failed): string | undefined {
  if (code === 'ETLS' && command === 'STARTTLS' && isRefusal(responseCode))
    return 'the mail server offers no STARTTLS';
  if (/CERT|SIGNATURE|UNABLE_TO_/.test(originalCode))
    return `the certificate of the mail server is not to be trusted (${originalCode})`;
  // Speaks TLS where there is none: the other kind of port.
  if (/WRONG_VERSION|PACKET_LENGTH/.test(originalCode))
    return 'the mail server does not start with TLS on this port: starttls instead of tls?';
  return undefined;
}

/** Only a code that says so: a bare 550 may be a matter of taste, and an address that is struck off stays silent. */
const isDead = ({ response = '' }: Failed): boolean => DEAD.includes(enhancedOf(response) ?? '');

const enhancedOf = (response: string): string | undefined =>
  /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];

function saidBy({ responseCode, response = '' }: Failed): string {
  const codes = [responseCode, enhancedOf(response)].filter((one) => one !== undefined);
  return codes.length > 0 ? ` (${codes.join(' ')})` : '';
}

const WORDS: Readonly<Record<string, string>> = {
  EDNS: 'the name of the mail server is not found',
  ETIMEDOUT: 'the mail server does not answer',
  ECONNECTION: 'the mail server hung up',
  ESOCKET: 'the mail server cannot be reached',
  EABORT: 'given up at the deadline',
};
const wordFor = (code = ''): string => WORDS[code] ?? 'the mail could not be sent';
