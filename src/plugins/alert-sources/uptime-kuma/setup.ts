import type { SetupPlace } from '../../kit/index.js';

/** One form in Uptime Kuma. */
export const setup = ({ url, locale }: SetupPlace): string =>
  (locale === 'ja'
    ? [
        '1. Uptime Kuma の **設定 → 通知 → 通知の設定** を開きます。',
        `2. 通知の種類に **Webhook** を選び、Post URL に \`${url}\` を貼り付けます。Request Body は **Preset - application/json** のままにします。`,
        '3. **既存のすべてのモニターに適用する** と **デフォルトで有効にする** を選びます。',
        '4. **テスト** を押すと、この画面に届きます。誰も呼び出しません。',
        '',
        'Uptime Kuma は失敗した通知を送り直しません。モニターの **再通知** を設定しておくと、届かなかった通知もあとから届きます。',
        'モニターのタグ `service`・`team`・`severity` で、サービスとチームと重大度を決められます。',
      ]
    : [
        '1. In Uptime Kuma open **Settings → Notifications → Setup Notification**.',
        `2. Notification type **Webhook**; paste \`${url}\` as Post URL; leave the request body at **Preset - application/json**.`,
        '3. Choose **Apply on all existing monitors** and **Default enabled**.',
        '4. Press **Test**: it arrives on this page and rings nobody.',
        '',
        'Uptime Kuma never repeats a failed notification. With **Resend Notification** set at a monitor, what was lost comes again.',
        'Tags `service`, `team` and `severity` of a monitor say what it belongs to and how bad it is.',
      ]
  ).join('\n');
