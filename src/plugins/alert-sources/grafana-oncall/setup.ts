import type { SetupPlace } from '../../kit/index.js';

/** The address as it was, with another host. */
export function setup({ origin, key, locale }: SetupPlace): string {
  const example = ['grafana_alerting', 'alertmanager', 'zabbix', 'formatted_webhook', 'webhook'].map(
    (type) => `${origin}/integrations/v1/${type}/${key}/`,
  );
  return (
    locale === 'ja'
      ? [
          'Grafana OnCall に送っているシステムで、アドレスのホストだけを変えます。',
          '',
          '1. OnCall の統合のアドレスの最後の部分がトークンです。管理者がそれをこの統合のキーに設定します（**以前のシステムのキーを使う**）。設定しない場合は、新しいキーのアドレスを使います。',
          '2. 送信元で、OnCall のホストをこのホストに変えます。',
          '',
          '```text',
          ...example,
          '```',
          '',
          '種類ごとの読み取りは、アドレスに書かれた種類で決まります。`/heartbeat/` で終わるアドレスも受け取ります。この統合に `heartbeat` という名前のハートビートを作ると、途絶えたときに呼び出します。',
        ]
      : [
          'In whatever sends to Grafana OnCall today, change the host of the address.',
          '',
          '1. The last part of the address of an OnCall integration is its token. An administrator sets it as the key of this integration (**Use the key of a former system**); or use the address with the new key.',
          '2. In the sender, put this host in the place of OnCall’s.',
          '',
          '```text',
          ...example,
          '```',
          '',
          'Which source reads a delivery is told by the type in the address. Addresses that end in `/heartbeat/` are taken as well: make a heartbeat named `heartbeat` for this integration, and somebody is called when it stays away.',
        ]
  ).join('\n');
}
