import { createECDH } from 'node:crypto';
import { z } from 'zod';
import { secret } from '../../kit/index.js';

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
      .meta({ title: 'VAPID public key' }),
    privateKey: secret('VAPID private key'),
    subject: z
      .string()
      .regex(/^(mailto:|https:\/\/)/)
      .meta({ title: 'Contact', description: 'mailto: or https:, Apple insists.' }),
    // An endpoint is whatever a browser sends: without a list it could be our own network.
    hosts: z
      .array(z.string().min(1))
      .default(PUSH_SERVICES)
      .meta({ title: 'Push services', description: 'Host names; *.example.com stands for all below it.' }),
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
