import { z } from 'zod';
import { label, SEVERITIES, type Text } from '../../kit/index.js';

const types = (title: Text, description: Text) =>
  z.array(z.string().min(1).max(500)).max(100).default([]).meta(label(title, description));

/** What an integration of CloudEvents may set. */
export const CloudEventsOptions = z.strictObject({
  triggerTypes: types(
    { en: 'Types that are problems', ja: '障害とみなすタイプ' },
    {
      en: 'Where the last word of a type does not say so: com.example.disk.full',
      ja: 'タイプの最後の語では障害とわからないもの（例：com.example.disk.full）。',
    },
  ),
  resolveTypes: types(
    { en: 'Types that end a problem', ja: '復旧とみなすタイプ' },
    {
      en: 'Of the same subject, source and beginning: com.example.disk.freed',
      ja: 'subject・source とタイプの先頭部分が同じもの（例：com.example.disk.freed）。',
    },
  ),
  ignoreTypes: types(
    { en: 'Types to leave out', ja: '無視するタイプ' },
    { en: 'They are kept and open nothing.', ja: '受信は保存しますが、アラートは開きません。' },
  ),
  severities: z
    .record(z.string(), z.enum(SEVERITIES))
    .default({})
    .meta(
      label(
        { en: 'Severity words', ja: '重大度の語' },
        {
          en: 'Only for words that are not understood by themselves.',
          ja: 'そのままでは解釈できない語だけを指定します。',
        },
      ),
    ),
});
export type CloudEventsOptions = z.output<typeof CloudEventsOptions>;
