import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { secret } from '../../kit/index.js';

export const ENVIRONMENTS = ['production', 'sandbox'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

const TenSigns = z.string().regex(/^[A-Z0-9]{10}$/, 'ten capital letters and digits');

/** The operator's: one instance for each app, the normal and the emergency one. */
export const Settings = z
  .strictObject({
    key: secret('Key (the text of the .p8 file)'),
    keyId: TenSigns.meta({
      title: 'Key id',
      description: 'Stands in the name of the file: AuthKey_<key id>.p8',
    }),
    teamId: TenSigns.meta({ title: 'Team id' }),
    bundleId: z
      .string()
      .regex(/^[A-Za-z0-9.-]+$/, 'letters, digits, hyphens and full stops')
      .meta({ title: 'Bundle id', description: 'Without .voip. One instance for each app.' }),
    environment: z
      .enum(ENVIRONMENTS)
      .default('production')
      .meta({ title: 'Environment', description: 'Of tokens that do not say theirs.' }),
    criticalAlerts: z.boolean().default(false).meta({
      title: 'Critical alerts',
      description: 'Only with Apple’s entitlement; without it Apple shows ordinary ones.',
    }),
    gateway: z
      .strictObject({ address: z.string().min(1), port: z.int().min(1).max(65_535) })
      .optional()
      .meta({ title: 'Other gateway', description: 'Instead of Apple’s; for tests, or port 2197.' }),
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
    .meta({ title: 'Device token' }),
  push: z.enum(['voip', 'alert']).default('voip').meta({ title: 'Kind of token' }),
  environment: z.enum(ENVIRONMENTS).optional().meta({ title: 'Environment of the build' }),
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
