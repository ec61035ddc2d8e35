import { z } from 'zod';
import { label, SEVERITIES } from '../../kit/index.js';

/** What an integration of this kind may set. */
export const OpsgenieOptions = z.strictObject({
  priorities: z
    .record(z.string(), z.enum(SEVERITIES))
    .default({})
    .meta(
      label(
        { en: 'Priorities', ja: '優先度' },
        {
          en: 'For other meanings than P1 critical, P2 high, P3 warning, P4 and P5 info.',
          ja: 'P1＝critical、P2＝high、P3＝warning、P4・P5＝info 以外の意味にする場合に指定します。',
        },
      ),
    ),
});
export type OpsgenieOptions = z.output<typeof OpsgenieOptions>;
