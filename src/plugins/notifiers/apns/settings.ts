import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { label, secret } from '../../kit/index.js';

export const ENVIRONMENTS = ['production', 'sandbox'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

const TenSigns = z.string().regex(/^[A-Z0-9]{10}$/, 'ten capital letters and digits');

/** The operator's: one instance for each app, the normal and the emergency one. */
export const Settings = z
  .strictObject({
    key: secret({ en: 'Key (the text of the .p8 file)', ja: 'キー（.p8 ファイルの内容）' }),
    keyId: TenSigns.meta(
      label(
        { en: 'Key id', ja: 'キー ID' },
        {
          en: 'Stands in the name of the file: AuthKey_<key id>.p8',
          ja: 'ファイル名に含まれています（AuthKey_<キー ID>.p8）。',
        },
      ),
    ),
    teamId: TenSigns.meta(label({ en: 'Team id', ja: 'チーム ID' })),
    bundleId: z
      .string()
      .regex(/^[A-Za-z0-9.-]+$/, 'letters, digits, hyphens and full stops')
      .meta(
        label(
          { en: 'Bundle id', ja: 'バンドル ID' },
          {
            en: 'Without .voip. One instance for each app.',
            ja: '.voip は付けません。アプリごとに 1 つ設定します。',
          },
        ),
      ),
    environment: z
      .enum(ENVIRONMENTS)
      .default('production')
      .meta(
        label(
          { en: 'Environment', ja: '環境' },
          { en: 'Of tokens that do not say theirs.', ja: '環境の指定がないトークンに使います。' },
        ),
      ),
    criticalAlerts: z
      .boolean()
      .default(false)
      .meta(
        label(
          { en: 'Critical alerts', ja: '重大な通知（Critical Alerts）' },
          {
            en: 'Only with Apple’s entitlement; without it Apple shows ordinary ones.',
            ja: 'Apple の許可（entitlement）が必要です。ない場合は通常の通知になります。',
          },
        ),
      ),
    gateway: z
      .strictObject({ address: z.string().min(1), port: z.int().min(1).max(65_535) })
      .optional()
      .meta(
        label(
          { en: 'Other gateway', ja: '別のゲートウェイ' },
          {
            en: 'Instead of Apple’s; for tests, or port 2197.',
            ja: 'Apple のゲートウェイの代わりに使います。テスト用、またはポート 2197 用です。',
          },
        ),
      ),
  })
  .refine(({ key }) => isP256Key(pemOf(key.reveal())), {
    path: ['key'],
    message: 'this is not an APNs key: paste the whole text of the .p8 file, with its first and last line',
  });
export type Settings = z.output<typeof Settings>;

/** A device registers one for each token that Apple gave it. */
export const Target = z.strictObject({
  token: z
    .string()
    .regex(/^([0-9a-f]{2}){8,100}$/i, 'hexadecimal digits')
    .meta(label({ en: 'Device token', ja: 'デバイストークン' })),
  push: z
    .enum(['voip', 'alert'])
    .default('voip')
    .meta(label({ en: 'Kind of token', ja: 'トークンの種類' })),
  environment: z
    .enum(ENVIRONMENTS)
    .optional()
    .meta(label({ en: 'Environment of the build', ja: 'ビルドの環境' })),
});
export type Target = z.output<typeof Target>;

/** From the environment the lines of a key come as `\n`. */
export const pemOf = (text: string): string => text.replaceAll('\\n', '\n');

/** The vendor's client takes whatever is no PEM for the name of a file, and repeats it in its error. */
function isP256Key(pem: string): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem);
    return asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1';
  } catch {
    return false;
  }
}
