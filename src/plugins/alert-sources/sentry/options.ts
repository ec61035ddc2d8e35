import { z } from 'zod';
import { secret, SEVERITIES } from '../../kit/index.js';

/** What an integration of Sentry may set. */
export const SentryOptions = z.strictObject({
  clientSecret: secret('Client secret of the internal integration').optional(),
  issuesOpenAlerts: z.boolean().default(true).meta({
    title: 'New and reopened issues open alerts',
    description: 'Off: only your alert rules do. What is resolved in Sentry resolves its alert either way.',
  }),
  severities: z
    .record(z.string(), z.enum(SEVERITIES))
    .default({})
    .meta({ title: 'Severity words', description: 'For levels that should mean something else here.' }),
});
export type SentryOptions = z.output<typeof SentryOptions>;
