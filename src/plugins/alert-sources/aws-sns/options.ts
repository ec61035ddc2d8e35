import { z } from 'zod';
import { label, SEVERITIES } from '../../kit/index.js';

/** What an integration of AWS may set. */
export const SnsOptions = z.strictObject({
  requireSignature: z
    .boolean()
    .default(true)
    .meta(
      label(
        { en: 'Check the signature', ja: '署名を確認する' },
        {
          en: 'Off: the secret address alone is the proof. Needed for raw message delivery, which is not signed, and where this installation has no way to AWS.',
          ja: 'オフの場合は、秘密の URL だけで送信元を確認します。署名のない raw メッセージ配信を使う場合や、この環境から AWS に接続できない場合はオフにしてください。',
        },
      ),
    ),
  severity: z
    .enum(SEVERITIES)
    .default('unknown')
    .meta(
      label(
        { en: 'Severity', ja: '重大度' },
        {
          en: 'CloudWatch has none: this one, unless the description of the alarm or its name says more.',
          ja: 'CloudWatch には重大度がないため、アラームの説明や名前で決まらない場合はこの値を使います。',
        },
      ),
    ),
  severityByName: z
    .record(z.string().min(1).max(200), z.enum(SEVERITIES))
    .default({})
    .meta(
      label(
        { en: 'Severity by the name of the alarm', ja: 'アラーム名による重大度' },
        {
          en: 'Names with * for anything, for example prod-*. The first that fits counts.',
          ja: 'アラーム名。* は任意の文字列を表します（例：prod-*）。最初に一致したものを使います。',
        },
      ),
    ),
});
export type SnsOptions = z.output<typeof SnsOptions>;
