import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { secret } from '../../kit/index.js';

/** The operator's. */
export const Settings = z
  .strictObject({
    applicationId: z.uuid('an application id is a UUID').meta({ title: 'Application id' }),
    privateKey: secret('Private key of the application (PEM)'),
    apiKey: z
      .string()
      .regex(/^[0-9a-f]{8}$/i, 'an API key is eight hexadecimal digits')
      .meta({ title: 'API key', description: 'Names the account in its callbacks.' }),
    signatureSecret: secret('Signature secret, of the account’s settings'),
    from: z
      .e164('write the number with its country, like +815012345678')
      .meta({ title: 'Caller number', description: 'A voice number that is linked to the application.' }),
    smsFrom: z
      .string()
      .regex(
        /^(\+[1-9]\d{6,14}|[A-Za-z0-9 ]{1,11})$/,
        'a number with its country, or up to 11 letters and digits',
      )
      .optional()
      .meta({ title: 'Sender of texts', description: 'Default: the caller number.' }),
    detectMachines: z
      .boolean()
      .default(true)
      .meta({ title: 'Detect answering machines', description: 'Costs a little for each call.' }),
  })
  .refine(({ privateKey }) => isRsaKey(pemOf(privateKey.reveal())), {
    path: ['privateKey'],
    message: 'this is not the private key of a Vonage application (PEM, RSA)',
  });
export type Settings = z.output<typeof Settings>;

/** A person types it. */
export const Target = z.strictObject({
  number: z.e164().meta({ title: 'Phone number', description: 'With country code: +81…' }),
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
