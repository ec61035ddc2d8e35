import { z } from 'zod';
import type { Callbacks, Stage } from '../../kit/index.js';
import { nccoOf } from './ncco.js';
import type { Settings } from './settings.js';
import { isGenuine } from './tokens.js';

const STAGES: Readonly<Record<string, Stage>> = {
  started: 'sent',
  submitted: 'sent',
  delivered: 'delivered',
  ringing: 'ringing',
  answered: 'answered',
  // Also a person who was taken for one: the talking goes on, and a key is still waited for.
  machine: 'machine',
  completed: 'ended',
  busy: 'busy',
  timeout: 'no-answer',
  unanswered: 'no-answer',
  cancelled: 'cancelled',
  failed: 'failed',
  rejected: 'busy',
  undeliverable: 'failed',
};
const State = z.object({
  status: z.string(),
  uuid: z.string().optional(),
  message_uuid: z.string().optional(),
  duration: z.unknown().optional(),
  price: z.unknown().optional(),
});
/** Vonage prices its calls in this, whatever the account is paid in. */
const CURRENCY = 'EUR';
const Keys = z.object({ dtmf: z.object({ digits: z.string().nullish() }) });
const Text = z.object({ text: z.string(), from: z.string() });

/** Where the keys of a call are reported to: its own address, so that a key is known from a state. */
export function keysTo(callback: string): string {
  const url = new URL(callback);
  url.searchParams.set('keys', '1');
  return url.href;
}

export const callbacks: Callbacks<Settings> = {
  verify: isGenuine,

  read({ body, query }) {
    if (query['keys'] !== undefined) {
      const keys = Keys.safeParse(body).data;
      return keys ? [{ kind: 'digit', digit: keys.dtmf.digits ?? '' }] : [];
    }
    const text = Text.safeParse(body).data;
    if (text) return [{ kind: 'text', text: text.text, from: text.from }];
    const state = State.safeParse(body).data;
    const stage = state && STAGES[state.status];
    if (!stage) return [];
    const [seconds, amount] = [amountOf(state.duration), amountOf(state.price)];
    return [
      {
        kind: 'stage',
        stage,
        externalId: state.uuid ?? state.message_uuid,
        ...(seconds !== undefined && { seconds }),
        ...(amount !== undefined && { price: { amount, currency: CURRENCY } }),
      },
    ];
  },

  /** Nothing: the call goes on with what it has. */
  answer: (next, { url }) => (next ? { status: 200, body: nccoOf(next, keysTo(url)) } : { status: 204 }),
};

/** Numbers come as texts. */
function amountOf(told: unknown): number | undefined {
  if (typeof told !== 'string' && typeof told !== 'number') return undefined;
  const amount = Number(told === '' ? NaN : told);
  return Number.isFinite(amount) && amount >= 0 ? amount : undefined;
}
