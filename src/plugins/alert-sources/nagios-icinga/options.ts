import { z } from 'zod';
import { label, SEVERITIES } from '../../kit/index.js';

/** What an integration of Nagios or Icinga may set. */
export const NagiosOptions = z.strictObject({
  severities: z
    .record(z.string(), z.enum(SEVERITIES))
    .default({})
    .meta(
      label(
        { en: 'Severities', ja: '重大度の語' },
        {
          en: 'Of states, where the usual table does not fit: UNREACHABLE → high.',
          ja: '標準の対応表では合わない場合に、状態ごとに指定します（例：UNREACHABLE → high）。',
        },
      ),
    ),
  group: z
    .enum(['host', 'alert'])
    .default('host')
    .meta(
      label(
        { en: 'One call for', ja: 'まとめて呼び出す単位' },
        {
          en: 'host: all that fails on one host joins one call; alert: each has its own.',
          ja: 'host：同じホストの障害を 1 つの呼び出しにまとめます。alert：アラートごとに呼び出します。',
        },
      ),
    ),
  webUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta(
      label(
        { en: 'Address of the web interface', ja: 'Web 画面の URL' },
        {
          en: 'Alerts link there: https://nagios.example/nagios4 or https://icinga.example/icingaweb2',
          ja: 'アラートのリンク先です（例：https://nagios.example/nagios4、https://icinga.example/icingaweb2）。',
        },
      ),
    ),
});
export type NagiosOptions = z.output<typeof NagiosOptions>;
