import { z } from 'zod';
import { secret, SEVERITIES } from '../../kit/index.js';

/** What an integration of Grafana may set. */
export const GrafanaOptions = z.strictObject({
  severityLabel: z
    .string()
    .min(1)
    .default('severity')
    .meta({ title: 'Severity label', description: 'The label that says how bad it is.' }),
  severities: z
    .record(z.string(), z.enum(SEVERITIES))
    .default({})
    .meta({ title: 'Severity words', description: 'Only for words that are not understood by themselves.' }),
  serviceLabels: z
    .array(z.string().min(1))
    .default(['service', 'job', 'namespace'])
    .meta({ title: 'Service labels', description: 'The first one that an alert has names its service.' }),
  heartbeatAlerts: z.array(z.string().min(1)).default(['Watchdog', 'DeadMansSwitch']).meta({
    title: 'Alerts that are signs of life',
    description: 'They always fire, and never ring. A heartbeat of the same name rings when they stop.',
  }),
  signingSecret: secret('HMAC secret of the contact point').optional(),
  signatureHeader: z
    .string()
    .min(1)
    .default('X-Grafana-Alerting-Signature')
    .meta({ title: 'Signature header' }),
  timestampHeader: z
    .string()
    .min(1)
    .optional()
    .meta({ title: 'Timestamp header', description: 'Only if the contact point signs a timestamp as well.' }),
});
export type GrafanaOptions = z.output<typeof GrafanaOptions>;
