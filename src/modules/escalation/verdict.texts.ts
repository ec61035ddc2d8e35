import type { Text } from './explain.texts.js';

/** Why somebody was called, or not: one of these for each person. */
export const VERDICT_TEXTS = {
  'was-taker': {
    en: '{person} took it at {at}.',
    ja: '{person}が {at} に引き受けました。',
  },
  'is-ringing': { en: '{person} is being called since {at}.', ja: '{person}を {at} から呼び出しています。' },
  'is-reading': { en: '{person} answered and is reading.', ja: '{person}が応答し、内容を確認しています。' },
  'was-declining': {
    en: '{person} was called at {at} and declined.',
    ja: '{person}を {at} に呼び出しましたが、辞退しました。',
  },
  'was-declining-because': {
    en: '{person} was called at {at} and declined: {reason}.',
    ja: '{person}を {at} に呼び出しましたが、辞退しました（{reason}）。',
  },
  'was-rang-out': {
    en: '{person} did not answer: {count} {count:call|calls}, the last at {at}.',
    ja: '{person}は応答しませんでした（{count}回呼び出し、最後は {at}）。',
  },
  'was-silent': {
    en: '{person} answered the call of {at}, but said neither yes nor no in time.',
    ja: '{person}は {at} の呼び出しに応答しましたが、時間内に返事がありませんでした。',
  },
  'was-unsent': {
    en: '{person} was to be called at {at}, but nothing could be sent.',
    ja: '{person}を {at} に呼び出そうとしましたが、何も送れませんでした。',
  },
  'was-unreachable': {
    en: '{person} was to be called at {at}, but no device or phone was left.',
    ja: '{person}を {at} に呼び出そうとしましたが、使える端末も電話もありませんでした。',
  },
  'was-stopped-taken': {
    en: '{person} was called at {at}; it stopped because {people} took it.',
    ja: '{person}を {at} に呼び出しましたが、{people}が引き受けたため止めました。',
  },
  'was-stopped-over': {
    en: '{person} was called at {at}; it stopped because the escalation was over or went on without them.',
    ja: '{person}を {at} に呼び出しましたが、エスカレーションの終了または進行により止めました。',
  },
  'not-reachable': {
    en: '{person} was not called: there was no device or phone that could ring.',
    ja: '{person}は呼び出していません。鳴らせる端末も電話もありませんでした。',
  },
  'not-needed-taken': {
    en: '{person} was not called: {people} took it at {at}, before the turn came.',
    ja: '{person}は呼び出していません。順番になる前の {at} に{people}が引き受けました。',
  },
  'not-needed-over': {
    en: '{person} was not called: it was over at {at}, before the turn came.',
    ja: '{person}は呼び出していません。順番になる前の {at} に終了しました。',
  },
  'not-yet': {
    en: '{person} has not been called yet: the turn in step {step} has not come.',
    ja: '{person}はまだ呼び出していません。ステップ{step}の順番待ちです。',
  },
  'not-active': {
    en: '{person} was not called: the account was disabled.',
    ja: '{person}は呼び出していません。アカウントが無効でした。',
  },
  'not-an-observer': {
    en: '{person} was not called: observers of a team are never called through it.',
    ja: '{person}は呼び出していません。チームの閲覧者は対象外です。',
  },
  'not-at-that-time': {
    en: '{person} was not called: step {step} did not apply at that time or to that severity.',
    ja: '{person}は呼び出していません。ステップ{step}は、その時刻または重大度の対象外でした。',
  },
  'not-on-duty': {
    en: '{person} was not called: on duty in “{schedule}” was {people}.',
    ja: '{person}は呼び出していません。「{schedule}」の当番は{people}でした。',
  },
  'not-on-duty-nobody': {
    en: '{person} was not called: nobody was on duty in “{schedule}”.',
    ja: '{person}は呼び出していません。「{schedule}」の当番は誰もいませんでした。',
  },
  'not-a-target': {
    en: '{person} was not called: the call rules “{policy}” do not name them.',
    ja: '{person}は呼び出していません。呼び出しルール「{policy}」の対象ではありません。',
  },
  'not-for-this-alert': {
    en: '{person} was not called for this alert.',
    ja: '{person}はこのアラートでは呼び出していません。',
  },
} as const satisfies Readonly<Record<string, Text>>;
