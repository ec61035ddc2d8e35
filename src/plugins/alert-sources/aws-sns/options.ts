import { z } from 'zod';
import { SEVERITIES } from '../../kit/index.js';

/** What an integration of AWS may set. */
export const SnsOptions = z.strictObject({
  requireSignature: z.boolean().default(true).meta({
    title: 'Check the signature',
    description:
      'Off: the secret address alone is the proof. Needed for raw message delivery, which is not signed, and where this installation has no way to AWS.',
  }),
  severity: z.enum(SEVERITIES).default('unknown').meta({
    title: 'Severity',
    description: 'CloudWatch has none: this one, unless the description of the alarm or its name says more.',
  }),
  severityByName: z.record(z.string().min(1).max(200), z.enum(SEVERITIES)).default({}).meta({
    title: 'Severity by the name of the alarm',
    description: 'Names with * for anything, for example prod-*. The first that fits counts.',
  }),
});
export type SnsOptions = z.output<typeof SnsOptions>;
