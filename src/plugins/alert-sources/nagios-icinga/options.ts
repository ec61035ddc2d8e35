import { z } from 'zod';
import { SEVERITIES } from '../../kit/index.js';

/** What an integration of Nagios or Icinga may set. */
export const NagiosOptions = z.strictObject({
  severities: z.record(z.string(), z.enum(SEVERITIES)).default({}).meta({
    title: 'Severities',
    description: 'Of states, where the usual table does not fit: UNREACHABLE → high.',
  }),
  group: z.enum(['host', 'alert']).default('host').meta({
    title: 'One call for',
    description: 'host: all that fails on one host joins one call; alert: each has its own.',
  }),
  webUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      title: 'Address of the web interface',
      description: 'Alerts link there: https://nagios.example/nagios4 or https://icinga.example/icingaweb2',
    }),
});
export type NagiosOptions = z.output<typeof NagiosOptions>;
