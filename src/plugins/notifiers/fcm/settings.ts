import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { label, secret } from '../../kit/index.js';

/** The operator's: three fields of the service account's JSON file. */
export const Settings = z
  .strictObject({
    projectId: z
      .string()
      .regex(/^[a-z][a-z0-9-]{4,29}$/, 'a project id is 6 to 30 small letters, digits and hyphens')
      .meta(
        label(
          { en: 'Project id', ja: 'プロジェクト ID' },
          {
            en: '`project_id` of the service account’s file',
            ja: 'サービスアカウントのファイルの `project_id`',
          },
        ),
      ),
    clientEmail: z
      .email('this is no address of a service account')
      .meta(
        label(
          { en: 'Service account', ja: 'サービスアカウント' },
          { en: '`client_email` of the same file', ja: '同じファイルの `client_email`' },
        ),
      ),
    privateKey: secret({
      en: 'Private key (PEM, `private_key` of the same file)',
      ja: '秘密鍵（PEM、同じファイルの `private_key`）',
    }),
    gateway: z
      .strictObject({ address: z.string().min(1), port: z.int().min(1).max(65_535) })
      .optional()
      .meta(
        label(
          { en: 'Other gateway', ja: '別のゲートウェイ' },
          {
            en: 'Instead of fcm.googleapis.com:443; for tests.',
            ja: 'fcm.googleapis.com:443 の代わりに使います。テスト用です。',
          },
        ),
      ),
  })
  .refine(({ privateKey }) => isRsaKey(pemOf(privateKey.reveal())), {
    path: ['privateKey'],
    message: 'this is not the private key of a service account (PEM, RSA)',
  });
export type Settings = z.output<typeof Settings>;

/** A device registers it. */
export const Target = z.strictObject({
  token: z
    .string()
    .min(1)
    .max(4096)
    .meta(label({ en: 'Registration token', ja: '登録トークン' })),
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
