import type { SetupPlace } from '../../kit/index.js';

/** What the operator does in Sentry. */
export const setup = ({ url, locale }: SetupPlace): string =>
  locale === 'ja'
    ? [
        '1. Sentry の **Settings → Developer Settings → Create New Integration → Internal Integration** を開きます。',
        `2. **Webhook URL** に \`${url}\` を貼り付け、**Alert Rule Action** をオンにします。`,
        '3. Permissions の **Issue & Event** を *Read* にし、Webhooks の **issue** にチェックを入れて保存します。アラートルールは「解決した」とは知らせません。解決は issue の Webhook で届きます。',
        '4. アラートルールのアクションで **Send a notification via…** を選び、この連携を指定します。',
        '5. 保存後に表示される **Client Secret** をこの連携のオプションに入れると、署名を検証します。',
        '',
        'issue の Webhook では新しい issue もすべて届き、既定ではアラートになります。アラートルールだけで呼び出したい場合は、オプションの「New and reopened issues open alerts」をオフにしてください。',
      ].join('\n')
    : [
        '1. In Sentry open **Settings → Developer Settings → Create New Integration → Internal Integration**.',
        `2. Paste \`${url}\` as its **Webhook URL** and switch **Alert Rule Action** on.`,
        '3. Under Permissions give **Issue & Event** *Read*, tick **issue** under Webhooks, and save. An alert rule never says that it is over: that comes with the webhook of the issue.',
        '4. In your alert rules choose the action **Send a notification via…** and this integration.',
        "5. Give the **Client Secret**, shown after saving, to this integration's options: then signatures are checked.",
        '',
        'The webhook of issues tells of every new issue, and each opens an alert. To be called for your alert rules only, switch the option *New and reopened issues open alerts* off.',
      ].join('\n');
