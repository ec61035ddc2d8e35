import type { SetupPlace } from '../../kit/index.js';
import { PAYLOAD } from './payload.js';

/** What the operator does in Datadog. */
export const setup = ({ url, locale }: SetupPlace): string =>
  (locale === 'ja'
    ? [
        '1. Datadog の **Integrations → Webhooks → Configuration → New** を開き、名前を `barry` とします。',
        `2. **URL** に \`${url}\` を貼り付けます。**Payload** には次の内容を貼り付けます。**Encode as form** はオフのままにします。`,
        ...code(),
        '3. モニターの通知メッセージに `@webhook-barry` を書きます（`{{#is_alert}}` などの条件の外に書くと、復旧も届きます）。',
        '4. モニター編集画面の **Test Notifications** で試せます。テストで電話が鳴ることはありません。',
        '',
        '変数名を間違えると Datadog は `$ALERT_TRANSITION` のような文字のまま送ります。その場合は障害として扱い、この画面に警告を出します。',
      ]
    : [
        '1. In Datadog open **Integrations → Webhooks → Configuration → New** and name the webhook `barry`.',
        `2. Paste \`${url}\` as its **URL**, and this as its **Payload**. Leave **Encode as form** off.`,
        ...code(),
        '3. Write `@webhook-barry` into the message of your monitors, outside of conditions such as `{{#is_alert}}`: else their recovery is not sent.',
        '4. Try it with **Test Notifications** of a monitor. A test rings nobody.',
        '',
        'Datadog sends a variable that it does not know as it is written. Such a delivery is taken for a problem, and this page shows a warning.',
      ]
  ).join('\n');

const code = (): readonly string[] => ['', '```json', ...PAYLOAD.trimEnd().split('\n'), '```', ''];
