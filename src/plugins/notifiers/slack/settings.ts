import { z } from 'zod';
import { secret } from '../../kit/index.js';

/** The operator's. */
export const Settings = z
  .strictObject({
    botToken: secret('Bot token (xoxb-…)').optional(),
    consoleUrl: z
      .url({ protocol: /^https?$/ })
      .optional()
      .meta({
        title: 'Address of the console',
        description: 'Put before links that name only a place in it.',
      }),
  })
  .refine(({ botToken }) => botToken === undefined || botToken.reveal().startsWith('xoxb-'), {
    path: ['botToken'],
    message: 'a bot token begins with xoxb-: tokens of people and of apps do not fit',
  });
export type Settings = z.output<typeof Settings>;

const HOOKS = ['hooks.slack.com', 'hooks.slack-gov.com'];

/** A person types one of the two. */
export const Target = z
  .strictObject({
    channel: z
      .string()
      .regex(
        /^[CGDU][A-Z0-9]{8,20}$/,
        'the id of a channel, like C0123456789: Slack shows it at the foot of its details',
      )
      .optional()
      .meta({ title: 'Channel id', description: 'Needs a bot token. The bot must be in the channel.' }),
    webhookUrl: z
      .url({ protocol: /^https$/ })
      .refine((url) => isHook(url), 'an incoming webhook begins with https://hooks.slack.com/services/')
      .optional()
      .meta({ title: 'Incoming webhook', description: 'Who knows it can write into the channel.' }),
  })
  .refine(({ channel, webhookUrl }) => (channel === undefined) !== (webhookUrl === undefined), {
    path: ['channel'],
    message: 'a channel id or an incoming webhook, one of the two',
  });
export type Target = z.output<typeof Target>;

function isHook(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && HOOKS.includes(url.host) && url.pathname.startsWith('/services/') && !url.username;
}
