import type { SetupPlace } from '../../kit/index.js';

/** The same for every sender: the host, and the key. */
export function setup({ origin, key, locale }: SetupPlace): string {
  const host = origin.replace(/^https?:\/\//, '');
  const url = `${origin}/v2/enqueue`;
  const rows = [
    ['Alertmanager', `\`url: ${url}\``, `\`routing_key: ${key}\``],
    ['Grafana (PagerDuty)', `\`${url}\``, `\`${key}\``],
    ['`@pagerduty/pdjs`', `\`server: '${host}'\``, `\`routing_key: '${key}'\``],
    ['Zabbix (PagerDuty)', `\`${url}\``, `\`token: ${key}\``],
  ].map((cells) => `| ${cells.join(' | ')} |`);
  return (
    locale === 'ja'
      ? [
          'PagerDuty に送っているシステムで、送信先のホストだけを変えます。',
          '',
          '| 送信元 | 送信先 | キー |',
          '|---|---|---|',
          ...rows,
          '',
          'これまでの routing key をそのまま使うこともできます。この統合に管理者が古いキーを設定すれば、送信元で変えるのはホストだけです。',
          '',
          '多くのクライアントは https でしか送りません。変更イベントは `/v2/change/enqueue` で受け取り、誰も呼び出しません。',
        ]
      : [
          'In whatever sends to PagerDuty today, change the host it sends to.',
          '',
          '| sender | where to | key |',
          '|---|---|---|',
          ...rows,
          '',
          'You may keep the routing key that you have: an administrator sets it as the key of this integration, and the sender changes its host only.',
          '',
          'Most clients speak https only. Change events are taken at `/v2/change/enqueue` and call nobody.',
        ]
  ).join('\n');
}
