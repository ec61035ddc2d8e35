import { defineNotifier, type Message, type SendOutcome } from '../../kit/index.js';
import { callbacks, keysTo } from './callbacks.js';
import { clientOf, loadSdk, NotTwilio } from './client.js';
import { CALL_IS_OVER, codeOf, outcomeOfRefusal } from './outcome.js';
import { Settings, Target } from './settings.js';
import { twimlOf } from './twiml.js';

type Client = ReturnType<typeof clientOf>;
type Own = Extract<Message, { kind: 'phone' | 'hang-up' | 'text' | 'verification' }>;

/** Nobody listens to a machine for longer. */
const MAX_TALK_SECONDS = 180;
/** What Twilio takes as one text. */
const MAX_TEXT_SIGNS = 1600;
/** Twilio's times are whole seconds, and its clock is not ours. */
const SKEW_MS = 2000;
const NEWEST_CALLS = 20;

export const twilio = defineNotifier({
  id: 'twilio',
  name: 'Twilio (phone and SMS)',
  address: 'person',
  settings: Settings,
  target: Target,
  messages: ['phone', 'hang-up', 'text', 'verification'] as const,
  callbacks,
  // What an account has unless more was agreed: https://www.twilio.com/docs/glossary/cps
  callsPerSecond: 1,
  route: (_, { from }) => `twilio/${from}`,

  async open(settings, { fetch, now }) {
    const sdk = await loadSdk();
    const client = (signal?: AbortSignal): Client => clientOf(sdk, settings, fetch, signal);

    return {
      async send({ target, message, callback, signal }): Promise<SendOutcome> {
        const tried = client(signal);
        try {
          return {
            outcome: 'accepted',
            externalId: await sent(tried, settings, target, message, callback?.url),
          };
        } catch (error) {
          return outcomeOfRefusal(error, tried.seen(), now());
        }
      },

      /** Twilio keeps no id of ours: a call from our number to this one since then is taken for it. */
      async find(_, { number }, since): Promise<SendOutcome | undefined> {
        // Asking by start time would miss a call that still waits in Twilio's queue.
        const calls = await client().api.calls.list({ to: number, from: settings.from, limit: NEWEST_CALLS });
        const from = since.getTime() - SKEW_MS;
        const call = calls.find(({ dateCreated }) => dateCreated.getTime() >= from);
        return call && { outcome: 'accepted', externalId: call.sid };
      },

      async check() {
        const tried = client();
        try {
          const account = await tried.api.api.v2010.accounts(settings.accountSid).fetch();
          if (account.status === 'active') return { ok: true };
          return { ok: false, reason: `the Twilio account is ${account.status}` };
        } catch (error) {
          const seen = tried.seen();
          const outcome = seen && outcomeOfRefusal(error, seen, now());
          return {
            ok: false,
            reason: outcome && 'reason' in outcome ? outcome.reason : 'Twilio does not answer',
          };
        }
      },
    };
  },
});

async function sent(
  { api }: Client,
  settings: Settings,
  { number: to }: Target,
  message: Own,
  callback: string | undefined,
): Promise<string> {
  switch (message.kind) {
    case 'phone': {
      const { sid } = await api.calls.create({
        to,
        from: settings.from,
        twiml: twimlOf(message.script, callback && keysTo(callback)),
        timeout: message.ringSeconds,
        timeLimit: MAX_TALK_SECONDS,
        ...reportsTo(callback, settings),
      });
      return known(sid);
    }
    case 'hang-up':
      return hungUp(api, message.externalId);
    case 'text':
    case 'verification': {
      const { sid } = await api.messages.create({
        to,
        from: settings.smsFrom ?? settings.from,
        body: message.text.slice(0, MAX_TEXT_SIGNS),
        ...(callback && { statusCallback: callback }),
      });
      return known(sid);
    }
  }
}

/** Whatever else answers 201 with JSON knows no id of Twilio's, and has called nobody. */
function known(sid: unknown): string {
  if (typeof sid === 'string' && /^[A-Z]{2}[0-9a-f]{32}$/.test(sid)) return sid;
  throw new NotTwilio('no id of Twilio’s in it');
}

/** Detection runs beside the call: waiting for it would let a person listen to silence. */
const reportsTo = (callback: string | undefined, { detectMachines }: Settings) =>
  callback && {
    statusCallback: callback,
    statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
    ...(detectMachines && { machineDetection: 'Enable', asyncAmd: 'true', asyncAmdStatusCallback: callback }),
  };

/** `completed` ends a call that talks, `canceled` one that does not yet; over already is what we wanted. */
async function hungUp(api: Client['api'], sid: string): Promise<string> {
  for (const status of ['completed', 'canceled'] as const)
    try {
      const changed = await api.calls(sid).update({ status });
      return known(changed.sid);
    } catch (error) {
      if (codeOf(error) !== CALL_IS_OVER) throw error;
    }
  return sid;
}
