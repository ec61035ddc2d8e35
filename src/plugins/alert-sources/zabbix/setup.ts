import type { SetupPlace } from '../../kit/index.js';

const ENGLISH = (url: string): readonly string[] => [
  '1. Download the file for your version below. In Zabbix open **Alerts → Media types** (6.0: **Administration → Media types**), press **Import** and choose it. The address of this integration is in it.',
  '2. Make a Zabbix user **of its own** for Barry, with read permission on the host groups, and give it the media **Barry** ("Send to" may be anything). Zabbix never tells a user what that same user did: with a person’s account their acknowledgements would not arrive.',
  '3. **Alerts → Actions → Trigger actions → Create action**: send to this user, by **Barry** only, as *operation*, as *recovery operation* and as *update operation*. For faults of the monitoring itself the same under *Internal actions*.',
  '4. Set the global macro `{$ZABBIX.URL}` to the address of your Zabbix, so that alerts link to their problems.',
  '5. Press **Test** at the media type: it arrives on this page and rings nobody.',
  '',
  `You use the media type of Grafana OnCall already? Change one line, its \`grafana_url\`, to \`${url}\`. Acknowledgements and comments need our own media type.`,
];

const JAPANESE = (url: string): readonly string[] => [
  '1. 下のファイルから使用中のバージョンのものをダウンロードします。Zabbix の **通知 → メディアタイプ**（6.0 は **管理 → メディアタイプ**）で **インポート** を押して選択します。この連携のアドレスはファイルに入っています。',
  '2. Barry **専用の** Zabbix ユーザーを作り、ホストグループの読み取り権限とメディア **Barry** を与えます（送信先は何でもかまいません）。Zabbix は自分の操作を自分には通知しないため、個人のアカウントではその人の確認が届きません。',
  '3. **通知 → アクション → トリガーアクション → アクションの作成** で、このユーザーに **Barry** だけで送る設定を、*実行内容*・*復旧時の実行内容*・*更新時の実行内容* の 3 か所に入れます。監視そのものの障害も知らせるには、*内部アクション* にも同じ設定をします。',
  '4. グローバルマクロ `{$ZABBIX.URL}` に Zabbix のアドレスを設定すると、アラートから障害の画面を開けます。',
  '5. メディアタイプの **テスト** を押すと、この画面に届きます。誰も呼び出しません。',
  '',
  `Grafana OnCall 用のメディアタイプを使っている場合は、\`grafana_url\` の 1 行を \`${url}\` に変えるだけです。確認やコメントを受け取るには、専用のメディアタイプが必要です。`,
];

/** Where to click, in the version that most have; the files come beside it. */
export const setup = ({ url, locale }: SetupPlace): string =>
  (locale === 'ja' ? JAPANESE(url) : ENGLISH(url)).join('\n');
