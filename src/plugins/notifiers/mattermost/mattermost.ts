import { z } from 'zod';
import { answerText, defineNotifier, outcomeOfError, type SendOutcome } from '../../kit/index.js';
import { NOT_MATTERMOST, outcomeOfAnswer, parsed } from './outcome.js';
import { postOf } from './post.js';
import { Settings, Target } from './settings.js';

const Ping = z.object({ status: z.string() });

export const mattermost = defineNotifier({
  id: 'mattermost',
  name: 'Mattermost',
  address: 'room',
  settings: Settings,
  target: Target,
  messages: ['inform', 'text', 'test'] as const,

  async open({ baseUrl, consoleUrl }, { fetch, now }) {
    return {
      async send({ target, message, signal }): Promise<SendOutcome> {
        try {
          const response = await fetch(`${baseUrl}/hooks/${target.hookKey}`, {
            method: 'POST',
            redirect: 'manual',
            signal,
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(postOf(message, consoleUrl)),
          });
          return await outcomeOfAnswer(response, now());
        } catch (error) {
          return outcomeOfError(error);
        }
      },

      /** Is it Mattermost at all? Whether a key is good is seen at the first message. */
      async check() {
        try {
          const response = await fetch(`${baseUrl}/api/v4/system/ping`, { redirect: 'manual' });
          const isThere = response.ok && Ping.safeParse(parsed(await answerText(response))).success;
          return isThere
            ? { ok: true }
            : { ok: false, reason: `${NOT_MATTERMOST} (HTTP ${response.status}): is the address right?` };
        } catch {
          return { ok: false, reason: 'Mattermost does not answer' };
        }
      },
    };
  },
});
