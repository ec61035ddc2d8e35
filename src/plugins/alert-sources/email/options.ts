import { z } from 'zod';
import { label, SEVERITIES } from '../../kit/index.js';

const Globs = z.array(z.string().min(1).max(200)).max(50).default([]);

/** What an integration of mail may set. */
export const EmailOptions = z.strictObject({
  resolveSubjects: Globs.meta(
    label(
      { en: 'Subjects that resolve', ja: '復旧とみなす件名' },
      {
        en: 'With * for anything, for example *all clear*. Beside the usual words, which are known.',
        ja: '* は任意の文字列を表します（例：*正常に戻りました*）。一般的な語は指定しなくても認識します。',
      },
    ),
  ),
  ignoreSubjects: Globs.meta(
    label(
      { en: 'Subjects that mean nothing', ja: '無視する件名' },
      {
        en: 'With * for anything, for example *weekly report*.',
        ja: '* は任意の文字列を表します（例：*週次レポート*）。',
      },
    ),
  ),
  senders: Globs.meta(
    label(
      { en: 'Only from these senders', ja: '受け付ける送信者' },
      {
        en: 'Addresses with * for anything, for example *@monitor.example.jp. Empty: from anybody.',
        ja: 'アドレス。* は任意の文字列を表します（例：*@monitor.example.jp）。空の場合は誰からでも受け付けます。',
      },
    ),
  ),
  severity: z
    .enum(SEVERITIES)
    .default('unknown')
    .meta(
      label(
        { en: 'Severity', ja: '重大度' },
        {
          en: 'Of a mail that says nothing of it, neither in its text ("Severity: High") nor in its subject.',
          ja: '本文（"Severity: High"）にも件名にも重大度がないメールに使います。',
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
          en: 'Only for words that are not understood by themselves.',
          ja: 'そのままでは解釈できない語だけを指定します。',
        },
      ),
    ),
  useThreads: z
    .boolean()
    .default(true)
    .meta(
      label(
        { en: 'The thread of a mail names its alert', ja: 'メールのスレッドでアラートを見分ける' },
        {
          en: 'Off, for a sender that puts all of its mails into one thread: then the subject does.',
          ja: 'すべてのメールを 1 つのスレッドにまとめる送信元の場合はオフにします。オフの場合は件名で識別します。',
        },
      ),
    ),
});
export type EmailOptions = z.output<typeof EmailOptions>;
