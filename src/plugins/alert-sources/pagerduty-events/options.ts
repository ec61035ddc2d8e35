import { z } from 'zod';
import { label, SEVERITIES } from '../../kit/index.js';

const FIELDS = ['component', 'group', 'class', 'source'] as const;

/** What an integration of this kind may set. */
export const PagerDutyOptions = z.strictObject({
  serviceField: z
    .enum(FIELDS)
    .default('component')
    .meta(
      label(
        { en: 'Service field', ja: 'サービスを示すフィールド' },
        {
          en: 'The field of the event that names the service: component, group, class or source.',
          ja: 'イベントのうち、サービス名を示すフィールド（component・group・class・source）。',
        },
      ),
    ),
  severities: z
    .record(z.string(), z.enum(SEVERITIES))
    .default({})
    .meta(
      label(
        { en: 'Severity words', ja: '重大度の語' },
        {
          en: 'For other meanings of critical, error, warning and info.',
          ja: 'critical・error・warning・info を別の重大度として扱う場合に指定します。',
        },
      ),
    ),
});
export type PagerDutyOptions = z.output<typeof PagerDutyOptions>;
