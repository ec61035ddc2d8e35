import { z } from 'zod';
import { label } from '../../kit/index.js';

/** The operator's. */
export const Settings = z.strictObject({
  // The operator's and not a target's: it usually lies in our own network.
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !/[?#@]/.test(url), 'only the address that people open Mattermost at')
    .transform((url) => url.replace(/\/+$/, ''))
    .meta(label({ en: 'Address of Mattermost', ja: 'Mattermost の URL' })),
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
});
export type Settings = z.output<typeof Settings>;

/** A person types it. */
export const Target = z.strictObject({
  hookKey: z
    .string()
    .regex(/^[a-z0-9]{26}$/, 'the 26 signs behind /hooks/ in the address of the incoming webhook')
    .meta(
      label(
        { en: 'Key of the incoming webhook', ja: '受信 Webhook のキー' },
        {
          en: 'Who knows it can write into the channel.',
          ja: 'この値を知っていれば誰でもチャンネルに投稿できます。',
        },
      ),
    ),
});
export type Target = z.output<typeof Target>;
