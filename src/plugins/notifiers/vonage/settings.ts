import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { label, secret } from '../../kit/index.js';

/** The operator's. */
export const Settings = z
  .strictObject({
    applicationId: z
      .uuid('an application id is a UUID')
      .meta(label({ en: 'Application id', ja: 'アプリケーション ID' })),
    privateKey: secret({ en: 'Private key of the application (PEM)', ja: 'アプリケーションの秘密鍵（PEM）' }),
    apiKey: z
      .string()
      .regex(/^[0-9a-f]{8}$/i, 'an API key is eight hexadecimal digits')
      .meta(
        label(
          { en: 'API key', ja: 'API キー' },
          { en: 'Names the account in its callbacks.', ja: 'コールバックでアカウントを識別します。' },
        ),
      ),
    signatureSecret: secret({
      en: 'Signature secret, of the account’s settings',
      ja: '署名シークレット（アカウント設定のもの）',
    }),
    from: z.e164('write the number with its country, like +815012345678').meta(
      label(
        { en: 'Caller number', ja: '発信者番号' },
        {
          en: 'A voice number that is linked to the application.',
          ja: 'アプリケーションに紐付けた音声番号。',
        },
      ),
    ),
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
  })
  .refine(({ privateKey }) => isRsaKey(pemOf(privateKey.reveal())), {
    path: ['privateKey'],
    message: 'this is not the private key of a Vonage application (PEM, RSA)',
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

/** From the environment the lines of a key come as `\n`. */
export const pemOf = (text: string): string => text.replaceAll('\\n', '\n');

function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}
