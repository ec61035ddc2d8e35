import { z } from 'zod';
import { label, SEVERITIES, type Text } from '../../kit/index.js';
import { pathOf } from './path.js';
import { hasNoFault } from './template.js';

const MOST_WORDS = 50;
const MOST_ENTRIES = 100;

const template = () =>
  z.string().max(500).refine(hasNoFault, 'has something in {{ }} that is no path, or no end');
const text = (title: Text) =>
  template()
    .optional()
    .meta(
      label(title, {
        en: 'Text with {{path.to.a.field}} in it; {{a|b|"none"}} takes the first that is there.',
        ja: '{{path.to.a.field}} を含むテキスト。{{a|b|"none"}} は最初に値のあるものを使います。',
      }),
    );
const path = (title: Text, description: Text) =>
  z
    .string()
    .max(200)
    .refine((written) => pathOf(written) !== undefined, 'is no path')
    .optional()
    .meta(label(title, description));
const words = (title: Text) => z.array(z.string().max(100)).max(MOST_WORDS).default([]).meta(label(title));
const few = (map: Readonly<Record<string, unknown>>): boolean => Object.keys(map).length <= MOST_ENTRIES;
const TOO_MANY = `holds more than ${MOST_ENTRIES}`;

/** The fields that are texts and nothing else. */
export const TEXT_FIELDS = [
  'title',
  'description',
  'dedupKey',
  'groupKey',
  'service',
  'component',
  'host',
  'environment',
  'team',
  'person',
  'link',
  'runbook',
  'image',
  'dashboard',
  'startedAt',
  'endedAt',
  'expiresAt',
  'until',
  'actor',
  'note',
  'deliveryId',
] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

const Table = z
  .strictObject({
    words: z
      .record(z.string().max(100), z.string().max(500))
      .refine(few, TOO_MANY)
      .meta(
        label(
          { en: 'Words', ja: '語' },
          { en: 'What the sender says, and what it means.', ja: '送信元の語と、その意味。' },
        ),
      ),
    otherwise: z
      .string()
      .max(500)
      .optional()
      .meta(
        label(
          { en: 'Otherwise', ja: 'それ以外' },
          {
            en: 'For every other word; absent: it stays as it is.',
            ja: '表にない語の読み替え先。空の場合はそのまま使います。',
          },
        ),
      ),
  })
  .meta(label({ en: 'Table', ja: '対応表' }));

/** What an operator draws over a stored delivery, for a shape that nobody knows. Texts and tables only: nothing is run. */
export const Mapping = z.strictObject({
  items: path(
    { en: 'List of alerts', ja: 'アラートの一覧' },
    {
      en: 'Path to a list; absent: the body is one alert, or a list of them.',
      ja: '一覧へのパス。空の場合は、本文そのものを 1 件のアラート、またはアラートの配列として扱います。',
    },
  ),
  title: text({ en: 'Title', ja: '件名' }),
  description: text({ en: 'Description', ja: '説明' }),
  dedupKey: text({ en: 'Key', ja: '同一の問題（キー）' }),
  groupKey: text({ en: 'Group', ja: 'グループ' }),
  service: text({ en: 'Service', ja: 'サービス' }),
  component: text({ en: 'Component', ja: 'コンポーネント' }),
  host: text({ en: 'Host', ja: 'ホスト' }),
  environment: text({ en: 'Environment', ja: '環境' }),
  team: text({ en: 'Team', ja: 'チーム' }),
  person: text({ en: 'Person', ja: '担当者' }),
  link: text({ en: 'Link', ja: 'リンク' }),
  runbook: text({ en: 'Runbook', ja: '手順書' }),
  image: text({ en: 'Image', ja: '画像' }),
  dashboard: text({ en: 'Dashboard', ja: 'ダッシュボード' }),
  startedAt: text({ en: 'Started at', ja: '発生時刻' }),
  endedAt: text({ en: 'Ended at', ja: '復旧時刻' }),
  expiresAt: text({ en: 'Over at, unless it is said again', ja: '再送がない場合の終了時刻' }),
  until: text({ en: 'Snoozed until', ja: 'スヌーズ終了時刻' }),
  actor: text({ en: 'Who did it there', ja: '送信元での操作者' }),
  note: text({ en: 'Note', ja: 'コメント' }),
  deliveryId: template()
    .optional()
    .meta(
      label(
        { en: 'Id of the message', ja: 'メッセージ ID' },
        {
          en: 'New for every message: the same id is taken once, whatever else it says.',
          ja: 'メッセージごとに異なる ID。同じ ID は、他の内容が違っても 1 回だけ受け付けます。',
        },
      ),
    ),
  labels: z
    .record(z.string().max(100), template())
    .refine(few, TOO_MANY)
    .optional()
    .meta(
      label({ en: 'Labels', ja: 'ラベル' }, { en: 'A text for each label.', ja: 'ラベルごとのテキスト。' }),
    ),
  labelsFrom: path(
    { en: 'Labels from', ja: 'ラベルの取得元' },
    {
      en: 'Path to a map, or to a list of name:value or of {name, value}: all of it.',
      ja: '連想配列、name:value のリスト、または {name, value} のリストへのパス。すべてラベルになります。',
    },
  ),
  tables: z
    .partialRecord(z.enum(TEXT_FIELDS), Table)
    .optional()
    .meta(
      label(
        { en: 'Tables', ja: '対応表' },
        {
          en: 'For a field above: other words for what the sender says.',
          ja: '上のフィールドについて、送信元の語を別の語に読み替えます。',
        },
      ),
    ),
  status: z
    .strictObject({
      from: template().meta(label({ en: 'Text', ja: 'テキスト' })),
      trigger: words({ en: 'Problem', ja: '障害' }),
      resolve: words({ en: 'Resolved', ja: '復旧' }),
      acknowledge: words({ en: 'Acknowledged', ja: '確認済み' }),
      unacknowledge: words({ en: 'No longer acknowledged', ja: '確認の取り消し' }),
      note: words({ en: 'Comment', ja: 'コメント' }),
      update: words({ en: 'Changed', ja: '変更' }),
      snooze: words({ en: 'Snoozed', ja: 'スヌーズ' }),
      test: words({ en: 'Test', ja: 'テスト' }),
      ignore: words({ en: 'Ignored', ja: '無視' }),
    })
    .optional()
    .meta(
      label(
        { en: 'Status', ja: '状態' },
        {
          en: 'Words in no list are understood as usual, else as a problem.',
          ja: 'どの一覧にもない語は通常どおり解釈し、解釈できなければ障害として扱います。',
        },
      ),
    ),
  severity: z
    .strictObject({
      from: template().meta(label({ en: 'Text', ja: 'テキスト' })),
      table: z
        .record(z.string().max(100), z.enum(SEVERITIES))
        .refine(few, TOO_MANY)
        .default({})
        .meta(label({ en: 'Words', ja: '語' })),
    })
    .optional()
    .meta(label({ en: 'Severity', ja: '重大度' })),
});
export type Mapping = z.output<typeof Mapping>;
