import { z } from 'zod';
import { SEVERITIES } from '../../kit/index.js';

/** What an integration of this kind may set. */
export const OpsgenieOptions = z.strictObject({
  priorities: z.record(z.string(), z.enum(SEVERITIES)).default({}).meta({
    title: 'Priorities',
    description: 'For other meanings than P1 critical, P2 high, P3 warning, P4 and P5 info.',
  }),
});
export type OpsgenieOptions = z.output<typeof OpsgenieOptions>;
