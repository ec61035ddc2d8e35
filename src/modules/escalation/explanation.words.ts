import type { Text } from './explain.texts.js';

export const DEADLINE_WORDS = {
  emergency: { en: 'Proof of ring within 5 s', ja: '鳴動確認（5秒以内）' },
  phone: { en: 'Proof of ring within 8 s', ja: '鳴動確認（8秒以内）' },
  ring: { en: 'An answer while it rings', ja: '呼び出し中の応答' },
  decision: { en: 'Yes or no while reading', ja: '確認中の返事' },
} as const satisfies Readonly<Record<string, Text>>;

export const FOLLOW_WORDS = {
  'emergency-asked': { en: 'the emergency app rang too', ja: '緊急用アプリも鳴らしました' },
  'phone-asked': { en: 'the phone was called', ja: '電話をかけました' },
  'no-phone': { en: 'there was no number to call', ja: '電話番号がありませんでした' },
  'rung-anew': { en: 'everything was rung once more', ja: 'もう一度すべて鳴らしました' },
  ended: { en: 'the call ended', ja: '呼び出しを終えました' },
  nothing: { en: 'nothing else was left to ring', ja: 'ほかに鳴らすものはありませんでした' },
} as const satisfies Readonly<Record<string, Text>>;

export const ORDER_WORDS = {
  listed: { en: 'as listed', ja: '登録順に' },
  random: { en: 'in random order', ja: '無作為の順に' },
  'round-robin': { en: 'in turns', ja: '輪番で' },
  'least-recently-called': { en: 'least recently called first', ja: '最近呼ばれていない順に' },
} as const satisfies Readonly<Record<string, Text>>;

/** What the app offers as reasons; whatever else is said stands as it was said. */
export const DECLINE_WORDS: Readonly<Record<string, Text>> = {
  driving: { en: 'driving', ja: '運転中' },
  'not-my-field': { en: 'not their field', ja: '担当外' },
  asleep: { en: 'about to sleep', ja: '就寝直前' },
  other: { en: 'another reason', ja: 'その他' },
};

/** Notifiers that nobody configured and named. */
export const NOTIFIER_WORDS: Readonly<Record<string, Text>> = {
  stream: { en: 'the open connection', ja: '開いている接続' },
};
