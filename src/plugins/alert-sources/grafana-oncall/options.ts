import { z } from 'zod';
import { label, SEVERITIES } from '../../kit/index.js';

/** What an integration of this kind may set. */
export const OnCallOptions = z.strictObject({
  severities: z
    .record(z.string(), z.enum(SEVERITIES))
    .default({})
    .meta(
      label(
        { en: 'Severity words', ja: '重大度の語' },
        {
          en: 'Only for words that are not understood by themselves.',
          ja: 'そのままでは解釈できない語だけを指定します。',
        },
      ),
    ),
});
export type OnCallOptions = z.output<typeof OnCallOptions>;
