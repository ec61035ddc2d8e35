import { defineNotifier, outcomeOfError, type Secret, type SendOutcome } from '../../kit/index.js';
import { slackMessageOf } from './blocks.js';
import { outcomeOfApi, outcomeOfHook } from './outcome.js';
import { Settings, Target } from './settings.js';

const API = 'https://slack.com/api';

interface Post {
  readonly url: string;
  readonly body: object;
  readonly token?: Secret | undefined;
  readonly signal?: AbortSignal;
}

export const slack = defineNotifier({
  id: 'slack',
  name: 'Slack',
  address: 'room',
  settings: Settings,
  target: Target,
  messages: ['inform', 'text', 'test'] as const,

  async open({ botToken, consoleUrl }, { fetch, now }) {
    const post = ({ url, body, token, signal }: Post): Promise<Response> =>
      fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          ...(token && { authorization: `Bearer ${token.reveal()}` }),
        },
        body: JSON.stringify(body),
        ...(signal && { signal }),
      });

    return {
      async send({ target: { channel, webhookUrl }, message, signal }): Promise<SendOutcome> {
        const body = slackMessageOf(message, consoleUrl);
        if (webhookUrl === undefined && !botToken)
          return {
            outcome: 'rejected',
            reason: 'a channel id needs a bot token in the settings',
            scope: 'channel',
          };
        try {
          if (webhookUrl !== undefined)
            return await outcomeOfHook(await post({ url: webhookUrl, body, signal }), now());
          const url = `${API}/chat.postMessage`;
          return await outcomeOfApi(
            await post({ url, body: { ...body, channel }, token: botToken, signal }),
            now(),
          );
        } catch (error) {
          return outcomeOfError(error);
        }
      },

      async check() {
        if (!botToken) return { ok: true };
        try {
          const outcome = await outcomeOfApi(
            await post({ url: `${API}/auth.test`, body: {}, token: botToken }),
            now(),
          );
          return outcome.outcome === 'accepted' ? { ok: true } : { ok: false, reason: outcome.reason };
        } catch {
          return { ok: false, reason: 'Slack does not answer' };
        }
      },
    };
  },
});
