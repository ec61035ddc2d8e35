import { z } from 'zod';
import { label, secret } from '../../kit/index.js';

/** The operator's. */
export const Settings = z
  .strictObject({
    botToken: secret({ en: 'Bot token (xoxb-…)', ja: 'ボットトークン（xoxb-…）' }).optional(),
    consoleUrl: z
      .url({ protocol: /^https?$/ })
      .optional()
      .meta(
        label(
          { en: 'Address of the console', ja: 'コンソールの URL' },
          {
            en: 'Put before links that name only a place in it.',
            ja: 'コンソール内の場所だけを示すリンクの前に付けます。',
          },
        ),
      ),
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
      .meta(
        label(
          { en: 'Channel id', ja: 'チャンネル ID' },
          {
            en: 'Needs a bot token. The bot must be in the channel.',
            ja: 'ボットトークンが必要です。ボットをチャンネルに追加しておいてください。',
          },
        ),
      ),
    webhookUrl: z
      .url({ protocol: /^https$/ })
      .refine((url) => isHook(url), 'an incoming webhook begins with https://hooks.slack.com/services/')
      .optional()
      .meta(
        label(
          { en: 'Incoming webhook', ja: '受信 Webhook' },
          {
            en: 'Who knows it can write into the channel.',
            ja: 'この値を知っていれば誰でもチャンネルに投稿できます。',
          },
        ),
      ),
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
