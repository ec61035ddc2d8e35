import { z } from 'zod';
import { label, SEVERITIES } from '../../kit/index.js';

/** What an integration of Uptime Kuma may set. */
export const KumaOptions = z.strictObject({
  severity: z
    .enum(SEVERITIES)
    .default('critical')
    .meta(
      label(
        { en: 'Severity', ja: '重大度' },
        {
          en: 'Of a monitor that is down; its own tag "severity" wins.',
          ja: 'ダウンしたモニターに使います。モニターのタグ "severity" があればそちらを優先します。',
        },
      ),
    ),
  noticeSeverity: z
    .enum(SEVERITIES)
    .default('warning')
    .meta(
      label(
        { en: 'Severity of notices', ja: 'お知らせの重大度' },
        { en: 'Of a certificate or a domain that runs out.', ja: '証明書やドメインの期限切れに使います。' },
      ),
    ),
  webUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta(
      label(
        { en: 'Address of Uptime Kuma', ja: 'Uptime Kuma の URL' },
        { en: 'Alerts link to their monitor there.', ja: 'アラートから該当モニターへリンクします。' },
      ),
    ),
});
export type KumaOptions = z.output<typeof KumaOptions>;
