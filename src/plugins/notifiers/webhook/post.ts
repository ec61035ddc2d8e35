import { lookup } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { answerText, isPage } from '../../kit/index.js';
import { isPublicAddress, LeadsInside, publicLookup } from './public-address.js';

const PATIENCE_MS = 5000;

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
  /** The operator has named this host: it may be inside. */
  readonly isTrusted: boolean;
  readonly ca?: string | undefined;
}

export interface Answer {
  readonly response: Response;
  readonly isForPeople: boolean;
}

/** Enough for a page to show itself. */
const FIRST_BYTES = 1000;

/** Many a receiver answers `ok` and calls it HTML, so it is looked at; what calls itself anything else is not. */
async function isForPeople(head: IncomingMessage): Promise<boolean> {
  if (!/^(text\/html|application\/xhtml)/i.test(head.headers['content-type'] ?? '')) return false;
  return isPage(await answerText(new Response(Readable.toWeb(head) as ReadableStream), FIRST_BYTES));
}

/** The host of a URL as the resolver sees it. */
export const hostOf = (url: string): string => new URL(url).hostname.replace(/^\[|\]$/g, '');

/**
 * One POST. Not by `fetch`, for that asks the name again when it connects, and may be told another address than the one
 * that was looked at. Follows no redirect, and reads of a body only as much as shows whether it is a page for people.
 * @throws LeadsInside, or what the network says
 */
export async function post({ url, headers, body, signal, isTrusted, ca }: Post): Promise<Answer> {
  const host = hostOf(url);
  // An address that is written out is never looked up.
  if (!isTrusted && isIP(host) !== 0 && !isPublicAddress(host)) throw new LeadsInside();
  const answer = Promise.withResolvers<IncomingMessage>();
  const asked = request(url, {
    method: 'POST',
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    // A connection that is kept would have been looked at for an earlier message.
    agent: false,
    signal,
    timeout: PATIENCE_MS,
    ...(!isTrusted && { lookup: publicLookup(lookup) }),
    ...(ca !== undefined && { ca: [...rootCertificates, ca] }),
  });
  asked
    .on('response', answer.resolve)
    .on('error', answer.reject)
    .on('timeout', () => asked.destroy(Object.assign(new Error('silence'), { code: 'ETIMEDOUT' })));
  asked.end(body);
  try {
    const head = await answer.promise;
    const { statusCode = 0, headers: said } = head;
    const retryAfter = said['retry-after'];
    const response = new Response(null, {
      // What is no status is a broken server.
      status: statusCode >= 200 && statusCode <= 599 ? statusCode : 502,
      headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
    });
    return { response, isForPeople: await isForPeople(head) };
  } finally {
    asked.destroy();
  }
}
