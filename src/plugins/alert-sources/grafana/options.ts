import { z } from 'zod';
import { label, secret, SEVERITIES } from '../../kit/index.js';

/** What an integration of Grafana may set. */
export const GrafanaOptions = z.strictObject({
  severityLabel: z
    .string()
    .min(1)
    .default('severity')
    .meta(
      label(
        { en: 'Severity label', ja: '重大度のラベル' },
        { en: 'The label that says how bad it is.', ja: '重大度を示すラベル。' },
      ),
    ),
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
  serviceLabels: z
    .array(z.string().min(1))
    .default(['service', 'job', 'namespace'])
    .meta(
      label(
        { en: 'Service labels', ja: 'サービスのラベル' },
        {
          en: 'The first one that an alert has names its service.',
          ja: 'アラートに最初に見つかったものがサービス名になります。',
        },
      ),
    ),
  heartbeatAlerts: z
    .array(z.string().min(1))
    .default(['Watchdog', 'DeadMansSwitch'])
    .meta(
      label(
        { en: 'Alerts that are signs of life', ja: '死活確認のアラート' },
        {
          en: 'They always fire, and never ring. A heartbeat of the same name rings when they stop.',
          ja: '常に発報しているもので、呼び出しは行いません。途絶えると同名のハートビートが呼び出します。',
        },
      ),
    ),
  signingSecret: secret({
    en: 'HMAC secret of the contact point',
    ja: 'コンタクトポイントの HMAC シークレット',
  }).optional(),
  signatureHeader: z
    .string()
    .min(1)
    .default('X-Grafana-Alerting-Signature')
    .meta(label({ en: 'Signature header', ja: '署名のヘッダー' })),
  timestampHeader: z
    .string()
    .min(1)
    .optional()
    .meta(
      label(
        { en: 'Timestamp header', ja: 'タイムスタンプのヘッダー' },
        {
          en: 'Only if the contact point signs a timestamp as well.',
          ja: 'コンタクトポイントがタイムスタンプにも署名する場合だけ指定します。',
        },
      ),
    ),
});
export type GrafanaOptions = z.output<typeof GrafanaOptions>;
