import { z } from 'zod';
import { answerText, outcomeOf, type SendOutcome } from '../../kit/index.js';

const Fault = z.object({ id: z.string() });

export const NOT_MATTERMOST = 'not Mattermost’s answer';
const WORDS: Readonly<Record<string, string>> = {
  // Said of a hook that was deleted, and as well while its database is away: too little to strike a room off.
  'web.incoming_webhook.invalid.app_error': 'no such incoming webhook, or Mattermost’s database is away',
  'web.incoming_webhook.channel.app_error': 'the channel of the incoming webhook is not there',
  'web.incoming_webhook.channel_locked.app_error': 'the incoming webhook is locked to another channel',
  'web.incoming_webhook.permissions.app_error':
    'the owner of the incoming webhook may not write in this channel',
  'web.incoming_webhook.user.app_error': 'the owner of the incoming webhook is not there',
};
/** Every message fails like this one. */
const DISABLED = 'web.incoming_webhook.disabled.app_error';

/** `ok`, or a fault as JSON with a stable id. Its texts are not repeated. */
export async function outcomeOfAnswer(response: Response, now: Date): Promise<SendOutcome> {
  const text = (await answerText(response)).trim();
  const outcome = outcomeOf(response, now);
  if (outcome.outcome === 'accepted' && text === 'ok') return outcome;
  const id = Fault.safeParse(parsed(text)).data?.id;
  // 501, which is a switch of the administrator's and no outage.
  if (id === DISABLED)
    return {
      outcome: 'rejected',
      reason: 'incoming webhooks are switched off in the System Console',
      scope: 'channel',
    };
  if (outcome.outcome === 'retry') return outcome;
  if (id === undefined)
    return { outcome: 'retry', reason: `${NOT_MATTERMOST} (HTTP ${response.status}): a proxy?` };
  const words = Object.hasOwn(WORDS, id) ? `: ${WORDS[id] ?? ''}` : '';
  // The key in its address is the credential: what is wrong with it is wrong with this room only.
  return { outcome: 'rejected', reason: `HTTP ${response.status}${words}`, scope: 'message' };
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
