import { z } from 'zod';
import { SEVERITIES } from '../../kit/index.js';

/** What an integration of this kind may set. */
export const OnCallOptions = z.strictObject({
  severities: z.record(z.string(), z.enum(SEVERITIES)).default({}).meta({
    title: 'Severity words',
    description: 'Only for words that are not understood by themselves.',
  }),
});
export type OnCallOptions = z.output<typeof OnCallOptions>;
