import type { SetupPlace } from '../../kit/index.js';

/** Where to send mail to, and what else can be done. */
export const setup = ({ url, key, mailDomain, locale }: SetupPlace): string => {
  const address = mailDomain === undefined ? undefined : `${key}@${mailDomain}`;
  return locale === 'ja'
    ? [
        address === undefined
          ? 'この Barry はメールを直接受信していません（設定 `mail`）。メール配信サービスの受信 Webhook は利用できます。'
          : `監視システムの通知先に \`${address}\` を指定してください。`,
        '',
        `- メール配信サービス（SendGrid Inbound Parse、Mailgun、Postmark など）の受信 Webhook には \`${url}\` を指定します。`,
        `- 同じ障害のメールは、宛先の \`+\` の後の文字（\`${key}+disk-db1@…\`）、なければスレッド（In-Reply-To）、なければ状態を除いた件名でまとめます。`,
        '- 「復旧」「Resolved」「OK」などを含む件名はアラートを解決します。ほかの言い方はオプション「Subjects that resolve」に書いてください。',
        '- 本文の `Severity: High`、`Host: …`、`Service: …` の行（重大度、ホスト、サービスも可）を読み取ります。',
        '- 自動応答と不達通知は無視します。Barry から返信することはありません。',
      ].join('\n')
    : [
        address === undefined
          ? 'This Barry takes no mail itself (setting `mail`); the webhook of a provider that receives it can be used.'
          : `Let your monitoring send its mail to \`${address}\`.`,
        '',
        `- Give a provider (SendGrid Inbound Parse, Mailgun, Postmark …) \`${url}\` as the address of its webhook for received mail.`,
        `- Mails of one problem are told by what is behind a \`+\` in the address (\`${key}+disk-db1@…\`), else by their thread (In-Reply-To), else by the subject without its state.`,
        '- A subject with *Resolved*, *Recovery*, *OK*, *復旧* resolves. Other words go into the option *Subjects that resolve*.',
        '- The lines `Severity: High`, `Host: …`, `Service: …` of the text are read.',
        '- Automatic replies and bounces are ignored. Barry never answers a mail.',
      ].join('\n');
};
