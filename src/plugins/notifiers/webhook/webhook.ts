import {
  defineNotifier,
  type Message,
  outcomeOf,
  outcomeOfError,
  type SendOutcome,
  webUrl,
} from '../../kit/index.js';
import { hostOf, post } from './post.js';
import { LeadsInside } from './public-address.js';
import { Settings, Target } from './settings.js';
import { signatureOf } from './signature.js';

type News = Extract<Message, { kind: 'inform' | 'text' | 'test' }>;

export const webhook = defineNotifier({
  id: 'webhook',
  name: 'Webhook',
  address: 'room',
  settings: Settings,
  target: Target,
  messages: ['inform', 'text', 'test'] as const,
  // Each receiver fails alone. The rest of the address may be a key.
  route: ({ url }) => `webhook/${new URL(url).host}`,

  async open({ secret, privateHosts, consoleUrl }, { ca, now }) {
    return {
      async send({ id, target: { url }, message, signal }): Promise<SendOutcome> {
        if (signal.aborted) return { outcome: 'retry', reason: 'given up at the deadline' };
        const body = JSON.stringify({ version: 1, id, ...payloadOf(message, consoleUrl) });
        try {
          const { response, isForPeople } = await post({
            url,
            headers: {
              'content-type': 'application/json',
              'user-agent': 'Barry',
              // Stays the same when the house repeats a message.
              'idempotency-key': id,
              'barry-signature': signatureOf(body, secret.reveal(), now()),
            },
            body,
            signal,
            isTrusted: privateHosts.includes(hostOf(url)),
            ca,
          });
          // A captive portal, or the sign-in before the receiver: whoever wrote it has not read the news.
          if (response.ok && isForPeople)
            return {
              outcome: 'retry',
              reason: `not a receiver’s answer (HTTP ${response.status}, a page for people): a proxy, or a sign-in?`,
            };
          return withWords(outcomeOf(response, now()), response.status);
        } catch (error) {
          return outcomeOfFailure(error);
        }
      },
    };
  },
});

/** Field by field: what the house adds to a message must not leak to a stranger by itself. */
function payloadOf(message: News, consoleUrl: string | undefined): object {
  if (message.kind !== 'inform') return { kind: message.kind, text: message.text, locale: message.locale };
  const { kind, title, body, link } = message;
  return { kind, title, body, link: webUrl(link, consoleUrl) };
}

function withWords(outcome: SendOutcome, status: number): SendOutcome {
  if (outcome.outcome !== 'rejected') return outcome;
  if (status >= 300 && status < 400)
    return { ...outcome, reason: `HTTP ${status}: redirects are not followed, use the address behind it` };
  return outcome.scope === 'channel'
    ? { ...outcome, reason: `HTTP ${status}: the receiver does not accept our signature` }
    : outcome;
}

function outcomeOfFailure(error: unknown): SendOutcome {
  if (error instanceof LeadsInside) return { outcome: 'rejected', reason: error.message, scope: 'message' };
  return outcomeOfError(error);
}
