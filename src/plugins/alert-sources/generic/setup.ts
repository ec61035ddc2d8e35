import type { SetupPlace } from '../../kit/index.js';

const FIELDS: readonly (readonly [string, string, string])[] = [
  ['title', 'the first line on the phone', '電話に出る 1 行目'],
  ['description', 'what the responder reads', '対応者が読む本文'],
  ['dedup_key', 'the same problem, the same key', '同じ障害には同じキー'],
  ['status', '`trigger` or `resolve`', '`trigger` または `resolve`'],
  ['severity', '`critical`, `high`, `warning` or `info`', '`critical`・`high`・`warning`・`info`'],
  ['expires_at', 'over then, unless it is said again', 'それまでに再送がなければ終了'],
  ['service, host, team', 'who should be called', '誰を呼ぶか'],
  ['link, labels', 'anything that helps', '手がかり'],
];

/** One command to try, one to close it again, and the names of the fields. */
export function setup({ url, locale }: SetupPlace): string {
  const isJapanese = locale === 'ja';
  const send = (fields: string) => `curl -H 'content-type: application/json' -d '${fields}' \\\n  ${url}`;
  const heartbeat = isJapanese
    ? '定期的な処理（バックアップなど）が動かなかったことを知るには、この統合にハートビートを作り、そのアドレスを処理の最後に呼び出します。'
    : 'To hear that something regular (a backup) did not run, make a heartbeat for this integration, and call its address at the end of the job.';
  return [
    isJapanese
      ? 'どのシステムからでも、この 1 行で知らせられます。'
      : 'From anything that can run a command:',
    '',
    '```sh',
    send('{"title":"Disk full","dedup_key":"db01/disk","severity":"critical"}'),
    send('{"dedup_key":"db01/disk","status":"resolve"}'),
    '```',
    '',
    isJapanese
      ? 'JSON・フォーム・クエリのどれでも受け取り、配列なら複数のアラートとして扱います。'
      : 'JSON, a form or a query will do; a list is many alerts.',
    '',
    `| ${isJapanese ? '項目' : 'field'} | |`,
    '|---|---|',
    ...FIELDS.map(([name, english, japanese]) => `| \`${name}\` | ${isJapanese ? japanese : english} |`),
    '',
    heartbeat,
  ].join('\n');
}
