import { request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { Clock } from '../clock/clock.js';
import type { Names, Place } from './names.js';
import { isPublic, Networks } from './networks.js';

export type OutsideAnswer =
  | { readonly outcome: 'answered'; readonly status: number; readonly text: string }
  /** It must not be asked; asking again will not help. */
  | { readonly outcome: 'refused'; readonly reason: string }
  /** It may be asked, and could not be: trying again may help. */
  | { readonly outcome: 'unreachable'; readonly reason: string };

/** Whoever waits for us here waits for an answer themselves. */
const PATIENCE_MS = 3_000;
const MAX_BYTES = 64 * 1024;

/**
 * Asks an address that a stranger has named: by https, of the hosts that are expected there, in public networks only
 * (or those that the operator allows). What was looked at is what is dialled, so a name that changes its mind in
 * between leads nowhere; a redirect is not followed.
 */
export class Outside {
  private readonly allowed: Networks;

  constructor(
    private readonly names: Names,
    private readonly clock: Clock,
    allowedNetworks: readonly string[],
  ) {
    this.allowed = new Networks(allowedNetworks);
  }

  async get(address: string, hosts: RegExp): Promise<OutsideAnswer> {
    const url = URL.parse(address);
    if (!url || !isExpected(url, hosts)) return refused('it is not an address that may be asked');
    const late = this.clock.deadline(PATIENCE_MS);
    try {
      const places = await this.names.places(url.hostname, 443);
      // One of them is enough to say no: which of them is dialled must not be a matter of luck.
      if (!places.every((place) => isPublic(place.address) || this.allowed.includes(place.address)))
        return refused('its name leads into a network that is not public');
      return await asked(url, places, late.signal);
    } catch (error) {
      return { outcome: 'unreachable', reason: reasonOf(error) };
    } finally {
      late.cancel();
    }
  }
}

/** `host` has the port in it where there is one that is not usual: a pattern for names refuses that too. */
const isExpected = (url: URL, hosts: RegExp): boolean =>
  url.protocol === 'https:' && url.username === '' && url.password === '' && hosts.test(url.host);

const refused = (reason: string): OutsideAnswer => ({ outcome: 'refused', reason });

/** The first that can be dialled. */
async function asked(url: URL, places: readonly Place[], signal: AbortSignal): Promise<OutsideAnswer> {
  let failure: unknown = new Error('ENOTFOUND');
  for (const place of places) {
    try {
      const response = await dialled(url, place, signal);
      return { outcome: 'answered', status: response.statusCode ?? 0, text: await textOf(response) };
    } catch (error) {
      failure = error;
      if (signal.aborted) break;
    }
  }
  throw failure;
}

const dialled = (url: URL, { address, port }: Place, signal: AbortSignal): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    request(
      {
        host: address,
        port,
        // The certificate has to be of the name that was asked for.
        servername: url.hostname,
        path: `${url.pathname}${url.search}`,
        headers: { host: url.host, accept: '*/*', 'user-agent': 'Barry' },
        agent: false,
        signal,
      },
      resolve,
    )
      .once('error', reject)
      .end();
  });

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Leaving the loop lets go of the connection.
    if (bytes > MAX_BYTES) throw new Error('the answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (code === 'ABORT_ERR') return `no answer within ${PATIENCE_MS} ms`;
  return (typeof code === 'string' ? code : typeof message === 'string' ? message : 'a fault').slice(0, 200);
}
