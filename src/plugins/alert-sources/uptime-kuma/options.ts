import { z } from 'zod';
import { SEVERITIES } from '../../kit/index.js';

/** What an integration of Uptime Kuma may set. */
export const KumaOptions = z.strictObject({
  severity: z.enum(SEVERITIES).default('critical').meta({
    title: 'Severity',
    description: 'Of a monitor that is down; its own tag "severity" wins.',
  }),
  noticeSeverity: z.enum(SEVERITIES).default('warning').meta({
    title: 'Severity of notices',
    description: 'Of a certificate or a domain that runs out.',
  }),
  webUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      title: 'Address of Uptime Kuma',
      description: 'Alerts link to their monitor there.',
    }),
});
export type KumaOptions = z.output<typeof KumaOptions>;
