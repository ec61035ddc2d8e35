import type { SetupPlace } from '../../kit/index.js';

const example = (url: string): readonly string[] => [
  '```sh',
  "curl -H 'content-type: application/json' -H 'ce-specversion: 1.0' -H 'ce-id: 1' \\",
  "  -H 'ce-source: /monitoring/tokyo' -H 'ce-type: com.example.disk.alert.firing' -H 'ce-subject: db-2' \\",
  `  -d '{"title":"Disk full","severity":"critical"}' ${url}`,
  '```',
];

/** An address, and what makes an event a problem or its end. */
export const setup = ({ url, locale }: SetupPlace): string =>
  (locale === 'ja'
    ? [
        `イベントの送信先（sink、subscription など）に \`${url}\` を設定してください。バイナリー・構造化・バッチのどのモードでも受け取ります。`,
        '',
        ...example(url),
        '',
        '`data` の `status`、なければ `type` の最後の語（`…firing`、`…resolved`）で発生か復旧かを決めます。`subject`・`source`・`type` が同じイベントは同じ障害です（`data.dedup_key` があればそれを使います）。',
      ]
    : [
        `Give this address to whatever sends the events (sink, subscription, trigger): \`${url}\`. Binary, structured and batched, all three modes are taken.`,
        '',
        ...example(url),
        '',
        'The `status` in `data` says whether it is a problem or its end, else the last word of `type` (`…firing`, `…resolved`). The same `subject`, `source` and `type` are the same problem, or the same `data.dedup_key` where there is one.',
      ]
  ).join('\n');
