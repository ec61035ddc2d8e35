import { z } from 'zod';
import { label, secret } from '../../kit/index.js';

/** The operator's. */
export const Settings = z.strictObject({
  accountSid: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/, 'an account SID is AC and 32 hexadecimal digits')
    .meta(label({ en: 'Account SID', ja: 'アカウント SID' })),
  authToken: secret({ en: 'Auth token', ja: '認証トークン' }),
  from: z.e164('write the number with its country, like +815012345678').meta(
    label(
      { en: 'Caller number', ja: '発信者番号' },
      {
        en: 'A voice number of this account, or a verified caller ID.',
        ja: 'このアカウントの音声番号、または検証済みの発信者 ID。',
      },
    ),
  ),
  // A number that can ring can often not write: in Japan none can.
  smsFrom: z
    .string()
    .regex(
      /^(\+[1-9]\d{6,14}|[A-Za-z0-9 ]{1,11})$/,
      'a number with its country, or up to 11 letters and digits',
    )
    .optional()
    .meta(
      label(
        { en: 'Sender of texts', ja: 'SMS の送信元' },
        { en: 'Default: the caller number.', ja: '既定値：発信者番号' },
      ),
    ),
  detectMachines: z
    .boolean()
    .default(true)
    .meta(
      label(
        { en: 'Detect answering machines', ja: '留守番電話を検出する' },
        { en: 'Costs a little for each call.', ja: '通話ごとに少額の料金がかかります。' },
      ),
    ),
});
export type Settings = z.output<typeof Settings>;

/** A person types it. */
export const Target = z.strictObject({
  number: z
    .e164()
    .meta(
      label(
        { en: 'Phone number', ja: '電話番号' },
        { en: 'With country code: +81…', ja: '国番号付き（+81…）' },
      ),
    ),
});
export type Target = z.output<typeof Target>;
