import type { SetupPlace } from '../../kit/index.js';

/** The same for every sender: the host, and the key. */
export function setup({ origin, key, locale }: SetupPlace): string {
  const rows = [
    ['Alertmanager', `\`api_url: ${origin}/\``, `\`api_key: ${key}\``],
    ['Grafana (Opsgenie)', `\`${origin}/v2/alerts\``, `\`${key}\``],
    ['`opsgenie-sdk`', `\`host: '${origin}'\``, `\`api_key: '${key}'\``],
    ['Zabbix (Opsgenie)', `\`opsgenie_api: ${origin}/v2/alerts\``, `\`opsgenie_token: ${key}\``],
    ['curl', `\`${origin}/v2/alerts\``, `\`Authorization: GenieKey ${key}\``],
  ].map((cells) => `| ${cells.join(' | ')} |`);
  return (
    locale === 'ja'
      ? [
          'Opsgenie に送っているシステムで、送信先のホストだけを変えます。',
          '',
          '| 送信元 | 送信先 | キー |',
          '|---|---|---|',
          ...rows,
          '',
          'これまでの API キー（GenieKey）をそのまま使うこともできます。この統合に管理者が古いキーを設定すれば、送信元で変えるのはホストだけです。',
          '',
          `ハートビートは \`${origin}/v2/heartbeats/名前/ping\` をそのまま受け取ります（GET・POST・PUT・PATCH）。この統合に同じ名前のハートビートを作ると、途絶えたときに呼び出します。`,
          '',
          'Jira Service Management の `/jsm/ops/integration/v2/alerts` も同じように受け取ります。担当チーム（responders）は、同じ名前のチームがここにあればそのチームを呼びます。',
        ]
      : [
          'In whatever sends to Opsgenie today, change the host it sends to.',
          '',
          '| sender | where to | key |',
          '|---|---|---|',
          ...rows,
          '',
          'You may keep the API key (GenieKey) that you have: an administrator sets it as the key of this integration, and the sender changes its host only.',
          '',
          `Heartbeats: \`${origin}/v2/heartbeats/NAME/ping\` is taken as it was (GET, POST, PUT, PATCH). Make a heartbeat of the same name for this integration, and somebody is called when it stays away.`,
          '',
          'The paths of Jira Service Management (`/jsm/ops/integration/v2/alerts`) are the same. Responders of type team are called where a team of that name is known here.',
        ]
  ).join('\n');
}
