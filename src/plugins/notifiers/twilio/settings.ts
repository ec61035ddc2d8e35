import { z } from 'zod';
import { secret } from '../../kit/index.js';

/** The operator's. */
export const Settings = z.strictObject({
  accountSid: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/, 'an account SID is AC and 32 hexadecimal digits')
    .meta({ title: 'Account SID' }),
  authToken: secret('Auth token'),
  from: z.e164('write the number with its country, like +815012345678').meta({
    title: 'Caller number',
    description: 'A voice number of this account, or a verified caller ID.',
  }),
  // A number that can ring can often not write: in Japan none can.
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
});
export type Settings = z.output<typeof Settings>;

/** A person types it. */
export const Target = z.strictObject({
  number: z.e164().meta({ title: 'Phone number', description: 'With country code: +81…' }),
});
export type Target = z.output<typeof Target>;
