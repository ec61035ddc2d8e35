import { z } from 'zod';
import { label, secret, SEVERITIES } from '../../kit/index.js';
import { isTimeZone } from './zone.js';

/** What an integration of Zabbix may set. */
export const ZabbixOptions = z.strictObject({
  timeZone: z
    .string()
    .refine(isTimeZone, 'is no time zone, such as Asia/Tokyo or +09:00')
    .default('Asia/Tokyo')
    .meta(
      label(
        { en: 'Time zone', ja: 'タイムゾーン' },
        {
          en: 'Of the Zabbix user that has the media. Needed by Zabbix 6, which sends no time stamps.',
          ja: 'メディアを持つ Zabbix ユーザーのタイムゾーン。タイムスタンプを送らない Zabbix 6 では必要です。',
        },
      ),
    ),
  severities: z
    .record(z.string(), z.enum(SEVERITIES))
    .default({})
    .meta(
      label(
        { en: 'Severities', ja: '重大度の語' },
        {
          en: 'By Zabbix’s word or number (0 to 5), where the usual table does not fit: Average → high.',
          ja: '標準の対応表では合わない場合に、Zabbix の名称または番号（0〜5）で指定します（例：Average → high）。',
        },
      ),
    ),
  serviceTags: z
    .array(z.string().min(1))
    .default(['service'])
    .meta(
      label(
        { en: 'Service tags', ja: 'サービスのタグ' },
        {
          en: 'The first one that a problem has names its service.',
          ja: '障害に最初に見つかったものがサービス名になります。',
        },
      ),
    ),
  teamTags: z
    .array(z.string().min(1))
    .default(['team'])
    .meta(
      label(
        { en: 'Team tags', ja: 'チームのタグ' },
        { en: 'All of them name teams.', ja: '該当するタグの値はすべてチーム名として扱います。' },
      ),
    ),
  token: secret({ en: 'Token of the media type', ja: 'メディアタイプのトークン' }).optional(),
});
export type ZabbixOptions = z.output<typeof ZabbixOptions>;
