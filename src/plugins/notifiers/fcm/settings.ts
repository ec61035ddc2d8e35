import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { secret } from '../../kit/index.js';

/** The operator's: three fields of the service account's JSON file. */
export const Settings = z
  .strictObject({
    projectId: z
      .string()
      .regex(/^[a-z][a-z0-9-]{4,29}$/, 'a project id is 6 to 30 small letters, digits and hyphens')
      .meta({ title: 'Project id', description: '`project_id` of the service account’s file' }),
    clientEmail: z
      .email('this is no address of a service account')
      .meta({ title: 'Service account', description: '`client_email` of the same file' }),
    privateKey: secret('Private key (PEM, `private_key` of the same file)'),
    gateway: z
      .strictObject({ address: z.string().min(1), port: z.int().min(1).max(65_535) })
      .optional()
      .meta({ title: 'Other gateway', description: 'Instead of fcm.googleapis.com:443; for tests.' }),
  })
  .refine(({ privateKey }) => isRsaKey(pemOf(privateKey.reveal())), {
    path: ['privateKey'],
    message: 'this is not the private key of a service account (PEM, RSA)',
  });
export type Settings = z.output<typeof Settings>;

/** A device registers it. */
export const Target = z.strictObject({
  token: z.string().min(1).max(4096).meta({ title: 'Registration token' }),
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
