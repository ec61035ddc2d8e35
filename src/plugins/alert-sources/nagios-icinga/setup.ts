import type { SetupPlace } from '../../kit/index.js';

const DIFF = [
  '```diff',
  '+cfg_file=/etc/nagios4/objects/barry.cfg',
  '-    members    nagiosadmin',
  '+    members    nagiosadmin,barry',
  '```',
];

const ENGLISH = (url: string): readonly string[] => [
  `The files below hold the two commands and this address (\`${url}\`). They need **curl 7.71** or later on the monitoring server (\`curl --version\`); with an older one remove \`--retry-all-errors\`.`,
  '',
  '**Icinga 2.** Put `barry-icinga2.conf` into `/etc/icinga2/conf.d/` (in a cluster: a global zone), check with `icinga2 daemon -C`, reload. `vars.team` of a host or service names the team. Nothing else changes.',
  '',
  '**Nagios 4.** Save `barry-nagios.cfg` as `/etc/nagios4/objects/barry.cfg` and change two lines:',
  '',
  ...DIFF,
  '',
  'Set `notification_timeout=120` as well, or Nagios ends the retries after 30 seconds. The custom variable `_TEAM` of a host or service names the team. Check with `nagios4 -v /etc/nagios4/nagios.cfg`, reload.',
  '',
  'Neither repeats what was lost. Keep a notification interval (10 minutes, say): what is said again rings nobody anew.',
];

const JAPANESE = (url: string): readonly string[] => [
  `下のファイルに、2 つのコマンドとこの連携のアドレス（\`${url}\`）が入っています。監視サーバーに **curl 7.71** 以降が必要です（\`curl --version\`）。古い場合は \`--retry-all-errors\` を消してください。`,
  '',
  '**Icinga 2.** `barry-icinga2.conf` を `/etc/icinga2/conf.d/` に置き（クラスターではグローバルゾーン）、`icinga2 daemon -C` で確認して再読み込みします。ホストやサービスの `vars.team` がチームになります。ほかの変更はありません。',
  '',
  '**Nagios 4.** `barry-nagios.cfg` を `/etc/nagios4/objects/barry.cfg` として保存し、2 行を変えます。',
  '',
  ...DIFF,
  '',
  '`notification_timeout=120` も設定してください。既定の 30 秒では再送が打ち切られます。ホストやサービスのカスタム変数 `_TEAM` がチームになります。`nagios4 -v /etc/nagios4/nagios.cfg` で確認して再読み込みします。',
  '',
  'どちらも、届かなかった通知を自分では送り直しません。通知間隔（10 分など）を残してください。同じ障害の再通知で呼び出しが増えることはありません。',
];

/** Two systems, one address each; the commands are in the files. */
export const setup = ({ url, locale }: SetupPlace): string =>
  (locale === 'ja' ? JAPANESE(url) : ENGLISH(url)).join('\n');
