import { z } from 'zod';
import { label } from '../../kit/index.js';

/** Where Power Automate answers; logic.azure.com is the older of the two. */
const WORKFLOWS = ['*.environment.api.powerplatform.com', '*.logic.azure.com'];

/** The operator's. */
export const Settings = z.strictObject({
  // A target is whatever somebody types: without a list it could be our own network.
  hosts: z
    .array(z.string().min(1))
    .default(WORKFLOWS)
    .meta(
      label(
        { en: 'Hosts of workflows', ja: 'ワークフローのホスト' },
        {
          en: 'Host names; *.example.com stands for all below it.',
          ja: 'ホスト名。*.example.com はその配下すべてを表します。',
        },
      ),
    ),
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
  url: z
    .url({ protocol: /^https$/ })
    .refine(
      (url) => !isConnector(url),
      'this is an Office 365 connector: Microsoft has retired them, make a workflow instead',
    )
    .refine((url) => !URL.parse(url)?.username, 'without user name and password')
    .meta(
      label(
        { en: 'Address of the workflow', ja: 'ワークフローの URL' },
        {
          en: 'Who knows it can write into the channel.',
          ja: 'この値を知っていれば誰でもチャンネルに投稿できます。',
        },
      ),
    ),
});
export type Target = z.output<typeof Target>;

const isConnector = (url: string): boolean =>
  /(^|\.)(webhook\.office\.com|outlook\.office(365)?\.com)$/.test(URL.parse(url)?.hostname ?? '');
