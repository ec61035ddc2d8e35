import { z } from 'zod';
import {
  answerText,
  defineNotifier,
  type Message,
  outcomeOf,
  outcomeOfError,
  type SendOutcome,
} from '../../kit/index.js';
import { callbacks, keysTo } from './callbacks.js';
import { nccoOf } from './ncco.js';
import { Settings, Target } from './settings.js';
import { bearer } from './tokens.js';

type Own = Extract<Message, { kind: 'phone' | 'hang-up' | 'text' | 'verification' }>;
interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: object;
}

const API = 'https://api.nexmo.com/v1';
const MAX_TALK_SECONDS = 180;
const MAX_RING_SECONDS = 120;
const MAX_TEXT_SIGNS = 1000;
/** Its clock is not ours. */
const SKEW_MS = 2000;

const Made = z.object({ uuid: z.string().optional(), message_uuid: z.string().optional() });
const Refused = z.object({
  title: z.string().optional(),
  invalid_parameters: z.array(z.object({ name: z.string() })).optional(),
});
const Calls = z.object({
  _embedded: z.object({
    calls: z.array(z.object({ uuid: z.string(), to: z.object({ number: z.string().optional() }) })),
  }),
});

export const vonage = defineNotifier({
  id: 'vonage',
  name: 'Vonage (phone and SMS)',
  address: 'person',
  settings: Settings,
  target: Target,
  messages: ['phone', 'hang-up', 'text', 'verification'] as const,
  callbacks,
  // "How many calls can I create per second", api.support.vonage.com, article 207100288
  callsPerSecond: 3,
  route: (_, { from }) => `vonage/${from}`,

  async open(settings, { fetch, now }) {
    const ask = ({ method, path, body }: Asked, signal?: AbortSignal): Promise<Response> =>
      fetch(`${API}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${bearer(settings, now())}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
        ...(signal && { signal }),
        redirect: 'manual',
      });

    return {
      async send({ target, message, callback, signal }): Promise<SendOutcome> {
        try {
          const response = await ask(requestFor(message, target, settings, callback?.url), signal);
          return await outcomeIn(response, message, now());
        } catch (error) {
          return outcomeOfError(error);
        }
      },

      /** Vonage keeps no id of ours: a call to this number since then is taken for it. */
      async find(_, { number }, since): Promise<SendOutcome | undefined> {
        const from = new Date(since.getTime() - SKEW_MS).toISOString();
        const query = new URLSearchParams({ date_start: from, order: 'desc', page_size: '100' });
        const response = await ask({ method: 'GET', path: `/calls?${query.toString()}` });
        const list = Calls.parse(parsed(await answerText(response)));
        const call = list._embedded.calls.find(({ to }) => to.number === digitsOf(number));
        return call && { outcome: 'accepted', externalId: call.uuid };
      },

      async check() {
        try {
          const response = await ask({ method: 'GET', path: '/calls?page_size=1' });
          const outcome = await outcomeIn(response, undefined, now());
          return outcome.outcome === 'accepted' ? { ok: true } : { ok: false, reason: outcome.reason };
        } catch {
          return { ok: false, reason: 'Vonage does not answer' };
        }
      },
    };
  },
});

function requestFor(
  message: Own,
  { number }: Target,
  settings: Settings,
  callback: string | undefined,
): Asked {
  switch (message.kind) {
    case 'phone':
      return {
        method: 'POST',
        path: '/calls',
        body: {
          to: [{ type: 'phone', number: digitsOf(number) }],
          from: { type: 'phone', number: digitsOf(settings.from) },
          ncco: nccoOf(message.script, callback && keysTo(callback)),
          ringing_timer: Math.min(message.ringSeconds, MAX_RING_SECONDS),
          length_timer: MAX_TALK_SECONDS,
          ...(callback && { event_url: [callback], event_method: 'POST' }),
          ...(settings.detectMachines && { machine_detection: 'continue' }),
        },
      };
    case 'hang-up':
      return {
        method: 'PUT',
        path: `/calls/${encodeURIComponent(message.externalId)}`,
        body: { action: 'hangup' },
      };
    case 'text':
    case 'verification':
      return {
        method: 'POST',
        path: '/messages',
        body: {
          message_type: 'text',
          channel: 'sms',
          to: digitsOf(number),
          from: digitsOf(settings.smsFrom ?? settings.from),
          text: message.text.slice(0, MAX_TEXT_SIGNS),
          ...(callback && { webhook_url: callback }),
        },
      };
  }
}

/** Vonage writes numbers without the plus sign. */
const digitsOf = (number: string): string => number.replace(/^\+/, '');

async function outcomeIn(response: Response, message: Own | undefined, now: Date): Promise<SendOutcome> {
  const outcome = outcomeOf(response, now);
  const text = await answerText(response);
  const body = parsed(text);
  // A hang-up is answered without a word; whatever else is no JSON was not written by Vonage.
  if (text !== '' && body === undefined) {
    const reason = `not Vonage's answer (HTTP ${response.status}, no JSON): a proxy?`;
    return outcome.outcome === 'retry' ? { ...outcome, reason } : { outcome: 'retry', reason };
  }
  if (outcome.outcome === 'accepted') {
    const made = Made.safeParse(body).data;
    const isHungUp = message?.kind === 'hang-up' && text === '';
    const id = isHungUp ? message.externalId : (made?.uuid ?? made?.message_uuid);
    // Whatever else answers with JSON knows no id of Vonage's, and has called nobody.
    if (message === undefined ? !Calls.safeParse(body).success : id === undefined)
      return {
        outcome: 'retry',
        reason: `not Vonage's answer (HTTP ${response.status}, nothing of a call in it): a proxy?`,
      };
    return { outcome: 'accepted', externalId: id };
  }
  // The call is over already, which is what we wanted.
  if (message?.kind === 'hang-up' && isOverAlready(response.status))
    return { outcome: 'accepted', externalId: message.externalId };
  if (outcome.outcome !== 'rejected') return outcome;
  const wrong = Refused.safeParse(body).data?.invalid_parameters ?? [];
  if (wrong.some(({ name }) => /^to\b/.test(name)))
    return { outcome: 'gone', reason: 'nobody has this number' };
  // A caller number that is not ours spoils every call.
  const isOurs = outcome.scope === 'channel' || wrong.some(({ name }) => /^from\b/.test(name));
  return {
    outcome: 'rejected',
    reason: reasonOf(response.status, wrong),
    scope: isOurs ? 'channel' : 'message',
  };
}

const isOverAlready = (status: number): boolean => status === 400 || status === 404;

function reasonOf(status: number, wrong: readonly { readonly name: string }[]): string {
  if (status === 401) return 'HTTP 401: application id and private key do not belong together';
  if (status === 403) return 'HTTP 403: the account may not do this (balance, country, caller number)';
  // Names of fields are ours; what stood in them is not repeated.
  const names = wrong.map(({ name }) => name).filter((name) => /^[\w.[\]]{1,40}$/.test(name));
  return `HTTP ${status}${names.length > 0 ? `: ${names.join(', ')}` : ''}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
