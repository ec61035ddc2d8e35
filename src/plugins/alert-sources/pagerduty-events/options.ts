import { z } from 'zod';
import { SEVERITIES } from '../../kit/index.js';

const FIELDS = ['component', 'group', 'class', 'source'] as const;

/** What an integration of this kind may set. */
export const PagerDutyOptions = z.strictObject({
  serviceField: z.enum(FIELDS).default('component').meta({
    title: 'Service field',
    description: 'The field of the event that names the service: component, group, class or source.',
  }),
  severities: z.record(z.string(), z.enum(SEVERITIES)).default({}).meta({
    title: 'Severity words',
    description: 'For other meanings of critical, error, warning and info.',
  }),
});
export type PagerDutyOptions = z.output<typeof PagerDutyOptions>;
