import { z } from 'zod';
import { label, secret, SEVERITIES } from '../../kit/index.js';

/** What an integration of Sentry may set. */
export const SentryOptions = z.strictObject({
  clientSecret: secret({
    en: 'Client secret of the internal integration',
    ja: '内部インテグレーションのクライアントシークレット',
  }).optional(),
  issuesOpenAlerts: z
    .boolean()
    .default(true)
    .meta(
      label(
        { en: 'New and reopened issues open alerts', ja: '新規・再発の Issue でアラートを作成する' },
        {
          en: 'Off: only your alert rules do. What is resolved in Sentry resolves its alert either way.',
          ja: 'オフの場合はアラートルールだけがアラートを開きます。どちらの場合も、Sentry で解決されるとアラートも復旧します。',
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
          en: 'For levels that should mean something else here.',
          ja: 'レベルを別の重大度として扱う場合に指定します。',
        },
      ),
    ),
});
export type SentryOptions = z.output<typeof SentryOptions>;
