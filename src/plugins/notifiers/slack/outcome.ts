import { z } from 'zod';
import { answerText, outcomeOf, type SendOutcome } from '../../kit/index.js';

const Answer = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  ts: z.string().optional(),
});

const NOT_SLACK = 'not Slack’s answer: a proxy?';
/** Every message fails like this one. */
const ACCOUNT: Readonly<Record<string, string>> = {
  invalid_auth: 'the bot token is wrong',
  not_authed: 'the bot token is wrong',
  token_revoked: 'the bot token was revoked',
  token_expired: 'the bot token has expired',
  account_inactive: 'the bot, or its workspace, was deleted',
  missing_scope: 'the app lacks the right chat:write',
  no_permission: 'the app lacks the right chat:write',
  not_allowed_token_type: 'this kind of token cannot write',
  org_login_required: 'the workspace is being moved',
  ekm_access_denied: 'the administrators have suspended writing',
  team_access_not_granted: 'the app may not write in this workspace',
  access_denied: 'the app may not write in this workspace',
  accesslimited: 'Slack does not let our network write',
  enterprise_is_restricted: 'the organisation does not allow it',
};
/** Slack's own trouble. */
const LATER = [
  'ratelimited',
  'rate_limited',
  'fatal_error',
  'internal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'rollup_error',
];
/** The room is there no more; a channel that is not found may only be one that the bot is not in. */
const GONE = [
  'is_archived',
  'channel_is_archived',
  'no_service',
  'no_active_hooks',
  'no_team',
  'team_disabled',
];
const ROOM: Readonly<Record<string, string>> = {
  channel_not_found: 'no such channel, or a private one that the bot is not in',
  not_in_channel: 'invite the bot into the channel',
  invalid_token: 'this is no incoming webhook of Slack',
  action_prohibited: 'an administrator does not allow it in this channel',
  restricted_action: 'an administrator does not allow it in this channel',
  posting_to_general_channel_denied: 'an administrator does not allow it in this channel',
};

/** chat.postMessage and auth.test say 200 to everything, and the truth in the body. */
export async function outcomeOfApi(response: Response, now: Date): Promise<SendOutcome> {
  const text = await answerText(response);
  const outcome = outcomeOf(response, now);
  if (outcome.outcome === 'retry') return outcome;
  const answer = Answer.safeParse(parsed(text)).data;
  if (!answer) return { outcome: 'retry', reason: `${NOT_SLACK} (HTTP ${response.status}, no JSON)` };
  return answer.ok ? { outcome: 'accepted', externalId: answer.ts } : outcomeOfError(answer.error);
}

/** An incoming webhook says `ok`, or its error as a bare word. */
export async function outcomeOfHook(response: Response, now: Date): Promise<SendOutcome> {
  const text = (await answerText(response)).trim();
  const outcome = outcomeOf(response, now);
  if (outcome.outcome === 'retry') return outcome;
  if (response.ok && text === 'ok') return { outcome: 'accepted' };
  if (response.ok || wordIn(text) === undefined)
    return { outcome: 'retry', reason: `${NOT_SLACK} (HTTP ${response.status})` };
  // Its address is its credential: what is wrong with it is wrong with this room only.
  const said = outcomeOfError(text);
  return said.outcome === 'rejected' ? { ...said, scope: 'message' } : said;
}

function outcomeOfError(error: string | undefined): SendOutcome {
  const word = wordIn(error) ?? 'an unknown error';
  const told = (words: string | undefined): string => (words === undefined ? word : `${word}: ${words}`);
  if (LATER.includes(word)) return { outcome: 'retry', reason: word };
  if (GONE.includes(word)) return { outcome: 'gone', reason: word };
  if (Object.hasOwn(ACCOUNT, word))
    return { outcome: 'rejected', reason: told(ACCOUNT[word]), scope: 'channel' };
  return { outcome: 'rejected', reason: told(ROOM[word]), scope: 'message' };
}

/** A code of Slack's; anything else may hold what was sent. */
const wordIn = (text: string | undefined): string | undefined => /^[a-z_]{2,60}$/.exec(text ?? '')?.[0];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
