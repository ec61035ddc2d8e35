import { createECDH } from 'node:crypto';
import { z } from 'zod';
import { label, secret } from '../../kit/index.js';

const PUSH_SERVICES = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  '*.push.apple.com',
  '*.notify.windows.com',
];

const bytesIn = (text: string): number => Buffer.from(text, 'base64url').length;

/** The operator's. */
export const Settings = z
  .strictObject({
    publicKey: z
      .string()
      .refine((key) => bytesIn(key) === 65, 'this is not a VAPID public key')
      .meta(label({ en: 'VAPID public key', ja: 'VAPID 公開鍵' })),
    privateKey: secret({ en: 'VAPID private key', ja: 'VAPID 秘密鍵' }),
    subject: z
      .string()
      .regex(/^(mailto:|https:\/\/)/)
      .meta(
        label(
          { en: 'Contact', ja: '連絡先' },
          { en: 'mailto: or https:, Apple insists.', ja: 'mailto: または https:。Apple では必須です。' },
        ),
      ),
    // An endpoint is whatever a browser sends: without a list it could be our own network.
    hosts: z
      .array(z.string().min(1))
      .default(PUSH_SERVICES)
      .meta(
        label(
          { en: 'Push services', ja: 'プッシュサービス' },
          {
            en: 'Host names; *.example.com stands for all below it.',
            ja: 'ホスト名。*.example.com はその配下すべてを表します。',
          },
        ),
      ),
  })
  .refine(({ publicKey, privateKey }) => isPair(publicKey, privateKey.reveal()), {
    path: ['privateKey'],
    message: 'this does not belong to the public key',
  });

function isPair(publicKey: string, privateKey: string): boolean {
  try {
    const ecdh = createECDH('prime256v1');
    ecdh.setPrivateKey(privateKey, 'base64url');
    return ecdh.getPublicKey().equals(Buffer.from(publicKey, 'base64url'));
  } catch {
    return false;
  }
}

/** A browser's PushSubscription, as its `toJSON` writes it; what else it writes is not kept. */
export const Target = z.object({
  endpoint: z.url({ protocol: /^https$/ }),
  keys: z.object({
    p256dh: z.string().refine((key) => bytesIn(key) === 65, 'this is not the key of a browser'),
    auth: z.string().refine((key) => bytesIn(key) === 16, 'this is not the secret of a browser'),
  }),
});
export type Target = z.output<typeof Target>;
