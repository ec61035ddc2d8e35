import type { Text } from './explain.texts.js';
import { VERDICT_TEXTS } from './verdict.texts.js';

/**
 * What an explanation says beside the log: where it came from, by which rules, how each way went, and the verdict for
 * each person. `{at}` is an instant, `{until}` a day with its time, `{lasted}` a length of time, `{deadline}`, `{follow}`
 * and `{order}` words of their own; the rest as in `explain.texts.ts`.
 */
export const FACT_TEXTS = {
  // Where it came from.
  'begun-by-alert': {
    en: 'Alert #{number} “{title}” from {origin} began it.',
    ja: '{origin}のアラート #{number}「{title}」で始まりました。',
  },
  'begun-by-person': { en: '{name} started it by hand.', ja: '{name}が手動で開始しました。' },
  'begun-by-parent': {
    en: 'It was opened from escalation #{number}.',
    ja: 'エスカレーション #{number} から開かれました。',
  },
  'begun-as-storm': {
    en: 'It is a storm: so many escalations of the team were live that all new alerts, unless critical, ring as this one.',
    ja: 'アラートストームです。チームの進行中のエスカレーションが多すぎるため、緊急以外の新しいアラートはまとめてここで呼び出します。',
  },
  'alert-here': {
    en: 'Alert #{number} “{title}” from {origin}.',
    ja: '{origin}のアラート #{number}「{title}」。',
  },
  'alert-along': {
    en: 'Alert #{number} “{title}” was there from the start.',
    ja: 'アラート #{number}「{title}」は最初から含まれていました。',
  },
  'alert-joined-at': {
    en: 'Alert #{number} “{title}” joined at {at} and rang nobody new.',
    ja: 'アラート #{number}「{title}」が {at} に加わりました。新たな呼び出しはしていません。',
  },
  'alert-repeated': {
    en: 'Its monitor sent alert #{number} {count} times, the last at {at}; repeats ring nobody.',
    ja: 'アラート #{number} は監視から{count}回届きました（最後は {at}）。繰り返しでは呼び出しません。',
  },
  'alert-resolved-at': {
    en: 'Alert #{number} was resolved at {at}.',
    ja: 'アラート #{number} は {at} に解消しました。',
  },
  'alert-suppressed': {
    en: 'Alert #{number} is suppressed: {text}.',
    ja: 'アラート #{number} は抑制されています（{text}）。',
  },
  'route-team': {
    en: 'It names the team “{name}”, so {team} has it.',
    ja: 'チーム「{name}」が指定されているため、{team}の担当です。',
  },
  'route-rule': {
    en: 'The rule “{name}” of its integration gave it to {team}.',
    ja: '連携の規則「{name}」により、{team}の担当です。',
  },
  'ruled-ring': {
    en: 'The rule “{name}” says that it rings.',
    ja: '規則「{name}」により、呼び出します。',
  },
  'ruled-inform': {
    en: 'The rule “{name}” says that it informs and rings nobody.',
    ja: '規則「{name}」により、通知だけで呼び出しません。',
  },
  'ruled-record': {
    en: 'The rule “{name}” says that it is only recorded.',
    ja: '規則「{name}」により、記録だけします。',
  },
  'route-service': {
    en: 'It is about the service “{name}”, which belongs to {team}.',
    ja: 'サービス「{name}」のアラートで、{team}の担当です。',
  },
  'route-integration-service': {
    en: 'Its integration is that of the service “{name}”, which belongs to {team}.',
    ja: '連携がサービス「{name}」のもので、{team}の担当です。',
  },
  'route-integration': { en: 'Its integration belongs to {team}.', ja: '連携が{team}のものです。' },
  'route-catch-all': {
    en: 'Nothing in it names a team, so the catch-all team {team} has it.',
    ja: 'チームの手がかりがないため、受け皿のチーム{team}の担当です。',
  },
  'route-other': { en: 'A rule ({name}) gave it to {team}.', ja: '規則（{name}）により、{team}の担当です。' },
  'urgency-ring': {
    en: 'Its severity is {severity}: such alerts ring.',
    ja: '重大度が「{severity}」のため、呼び出します。',
  },
  'urgency-inform': {
    en: 'Its severity is {severity}: such alerts inform and ring nobody.',
    ja: '重大度が「{severity}」のため、通知だけで呼び出しません。',
  },
  'urgency-record': {
    en: 'It is a test or only to be recorded: such alerts ring nobody.',
    ja: 'テスト、または記録だけのアラートのため、呼び出しません。',
  },

  // Why an alert rang nobody by itself.
  'quiet-inform-only': {
    en: 'Nobody was called for it: the team was informed.',
    ja: '呼び出していません。チームに通知しました。',
  },
  'quiet-record-only': {
    en: 'Nobody was called for it: it was only recorded.',
    ja: '呼び出していません。記録だけしました。',
  },
  'quiet-maintenance': {
    en: 'Nobody was called for it: there was a maintenance window.',
    ja: '呼び出していません。メンテナンス中でした。',
  },
  'quiet-snoozed': {
    en: 'Nobody was called for it: it was snoozed.',
    ja: '呼び出していません。スヌーズされていました。',
  },
  'quiet-delayed-resolved': {
    en: 'Nobody was called for it: it resolved while the rules still waited.',
    ja: '呼び出していません。待ち時間のうちに解消しました。',
  },
  'quiet-joined': {
    en: 'Nobody was called for it alone: it joined escalation #{number} of its group.',
    ja: '単独では呼び出していません。同じグループのエスカレーション #{number} に加わりました。',
  },
  'quiet-duplicate': {
    en: 'Nobody was called for it: the same was there already.',
    ja: '呼び出していません。同じものがすでにありました。',
  },
  'quiet-stale': {
    en: 'Nobody was called for it: it came too late to matter.',
    ja: '呼び出していません。届いた時点で古すぎました。',
  },
  'quiet-storm': {
    en: 'Nobody was called for it alone: too much was live at once, and it joined the storm, escalation #{number}.',
    ja: '単独では呼び出していません。進行中が多すぎるため、アラートストームのエスカレーション #{number} に加わりました。',
  },
  'quiet-shadow': {
    en: 'Nobody was called for it: its integration only rehearses (shadow).',
    ja: '呼び出していません。連携が予行モード（shadow）です。',
  },
  'opened-own': {
    en: 'It opened escalation #{number}.',
    ja: 'エスカレーション #{number} を開始しました。',
  },
  'no-route': {
    en: 'No team has it: nothing named one, and there is no catch-all team.',
    ja: '担当チームがありません。手がかりも受け皿のチームもありません。',
  },

  // By which rules.
  'policy-frozen': {
    en: 'The call rules are “{policy}”, version {version}, as they were when it began.',
    ja: '呼び出しルールは「{policy}」バージョン{version}（開始時点のもの）です。',
  },
  'policy-unversioned': {
    en: 'The call rules are “{policy}” as they were when it began; which version that was is not known.',
    ja: '呼び出しルールは「{policy}」（開始時点のもの。バージョンは不明）です。',
  },
  'policy-edited': { en: '{name} edited them last, on {until}.', ja: '最後の編集：{name}（{until}）。' },
  'policy-edited-at': { en: 'They were last edited on {until}.', ja: '最後の編集：{until}。' },
  'policy-own': {
    en: 'Nobody saved call rules for this: it rings by “{policy}”, made for this call.',
    ja: '保存された呼び出しルールではなく、この呼び出しのためのルール「{policy}」で呼び出します。',
  },
  'ladder-shape': {
    en: '{count} {count:step|steps}; whoever answers has {seconds} s to decide.',
    ja: 'ステップは{count}つ。応答した人は{seconds}秒以内に返事をします。',
  },

  // Each step.
  'step-one-at-once': {
    en: 'Its people are called one after the other, {order}; each rings for {seconds} s.',
    ja: '1人ずつ、{order}、1人{seconds}秒呼び出します。',
  },
  'step-some-at-once': {
    en: 'Its people are called {count} at once, {order}; each rings for {seconds} s.',
    ja: '同時に{count}人まで、{order}、1人{seconds}秒呼び出します。',
  },
  'step-all-at-once': {
    en: 'All of its people are called at once; each rings for {seconds} s.',
    ja: '全員を同時に、1人{seconds}秒呼び出します。',
  },
  'step-asleep': {
    en: 'Step {step} did not apply at that time or to that severity.',
    ja: 'ステップ{step}は、その時刻または重大度の対象外でした。',
  },
  'duty-turn': {
    en: '{person} was on duty in “{schedule}”, by the rotation, until {until}.',
    ja: '「{schedule}」の当番は{person}でした（ローテーション、{until}まで）。',
  },
  'duty-override': {
    en: '{person} was on duty in “{schedule}”, by an override, until {until}.',
    ja: '「{schedule}」の当番は{person}でした（差し替え、{until}まで）。',
  },
  'duty-nobody': {
    en: 'Nobody was on duty in “{schedule}”.',
    ja: '「{schedule}」の当番は誰もいませんでした。',
  },
  'left-out-disabled': {
    en: '{person} was left out: the account was disabled.',
    ja: '{person}は対象外でした。アカウントが無効でした。',
  },
  'left-out-observer': {
    en: '{person} was left out: observers of a team are never called through it.',
    ja: '{person}は対象外でした。チームの閲覧者は呼び出しません。',
  },
  'left-out-team': {
    en: 'Nobody in {team} could be called.',
    ja: '{team}には呼び出せる人がいませんでした。',
  },
  'left-out-unreachable': {
    en: '{person} had no device or phone that could ring.',
    ja: '{person}には鳴らせる端末も電話もありませんでした。',
  },

  // Each call.
  'distrust-degraded': {
    en: 'Pushes to {device} were not trusted then: few had made telephones ring.',
    ja: '当時、{device}へのプッシュ通知は信頼度が低下していました。鳴った端末が少なかったためです。',
  },
  'distrust-open': {
    en: 'Pushes to {device} did not count then: its provider had not made telephones ring.',
    ja: '当時、{device}へのプッシュ通知は当てにしていませんでした。端末が鳴っていなかったためです。',
  },
  'sent-to-device': {
    en: '{device} was told by {notifier} at {at}.',
    ja: '{at} に{notifier}で{device}へ送信しました。',
  },
  'sent-to-phone': {
    en: '{notifier} was asked to telephone at {at}.',
    ja: '{at} に{notifier}で電話をかけました。',
  },
  'send-waits': {
    en: 'It has not left yet by {notifier}.',
    ja: '{notifier}からはまだ送信されていません。',
  },
  'send-dropped': {
    en: 'Nothing was sent by {notifier}: it was not needed any more, or too late.',
    ja: '{notifier}からは送信していません。不要になったか、期限切れでした。',
  },
  'send-failed': {
    en: '{notifier} did not take it: {text}.',
    ja: '{notifier}は受け付けませんでした（{text}）。',
  },
  'sends-forgotten': {
    en: 'Which provider carried it is not kept any more.',
    ja: '送信に使った経路の記録は、保存期間を過ぎています。',
  },
  'deadline-met': { en: '{deadline}: in time, at {at}.', ja: '{deadline}：{at} に間に合いました。' },
  'deadline-late': {
    en: '{deadline}: came late, at {at}.',
    ja: '{deadline}：{at} に、期限を過ぎてから届きました。',
  },
  'deadline-missed': {
    en: '{deadline}: missed at {at}; {follow}.',
    ja: '{deadline}：{at} に期限切れ。{follow}。',
  },
  'deadline-ahead': {
    en: '{deadline}: at {at} nothing had been proved against; {follow}.',
    ja: '{deadline}：期限を待たず {at} に、{follow}。',
  },
  'deadline-dropped': {
    en: '{deadline}: not needed any more at {at}.',
    ja: '{deadline}：{at} に不要になりました。',
  },
  'deadline-open': { en: '{deadline}: runs until {at}.', ja: '{deadline}：{at} まで。' },
  'declined-because': {
    en: '{person} gave a reason: {reason}.',
    ja: '{person}の理由：{reason}。',
  },

  ...VERDICT_TEXTS,

  // In short, and how it ended.
  'first-ring': { en: 'Rang {people} at {at}.', ja: '{at} に{people}を呼び出しました。' },
  'first-call': {
    en: 'Called {people} at {at}; no device has proved yet that it rang.',
    ja: '{at} に{people}を呼び出しました。端末が鳴った確認はまだありません。',
  },
  'no-call': { en: 'Nobody was called.', ja: '誰も呼び出していません。' },
  'no-call-yet': { en: 'Nobody has been called yet.', ja: 'まだ誰も呼び出していません。' },
  'end-taken': {
    en: 'Taken by {people} at {at}, after {lasted}.',
    ja: '{people}が {at}（開始から{lasted}後）に引き受けました。',
  },
  'end-exhausted': {
    en: 'Nobody took it: the steps were over at {at}, after {lasted}.',
    ja: '引き受ける人がないまま、{at}（開始から{lasted}後）に全ステップが終わりました。',
  },
  'end-resolved': {
    en: 'Its alerts resolved at {at}, after {lasted}; nobody had to take it.',
    ja: '{at}（開始から{lasted}後）にアラートが解消しました。',
  },
  'end-cancelled': {
    en: 'Cancelled at {at}, after {lasted}.',
    ja: '{at}（開始から{lasted}後）に取り消されました。',
  },
  'still-live': { en: 'It is still under way.', ja: 'まだ進行中です。' },
  'told-accepted': { en: '{people} were told who took it.', ja: '{people}に、引き受けた人を知らせました。' },
  'told-over': { en: '{people} were told that it was over.', ja: '{people}に、終了を知らせました。' },
  'told-other': { en: '{people} were told about it.', ja: '{people}に通知しました。' },

  // What hangs together with it.
  'linked-from': {
    en: 'Opened from escalation #{number}.',
    ja: 'エスカレーション #{number} から開かれました。',
  },
  'linked-first': {
    en: 'A worse alert of the group opened escalation #{number}.',
    ja: '同じグループのより重いアラートで、エスカレーション #{number} が開かれました。',
  },
  'linked-additional': {
    en: 'People were called in by escalation #{number}.',
    ja: '追加の呼び出しはエスカレーション #{number} です。',
  },
  'linked-handover': {
    en: 'It was handed over by escalation #{number}.',
    ja: '引き継ぎはエスカレーション #{number} です。',
  },
  'linked-last-resort': {
    en: 'The last resort of the rules rang as escalation #{number}.',
    ja: 'ルールの最終連絡先はエスカレーション #{number} です。',
  },
  'linked-organisation': {
    en: 'The last resort of the organisation rang as escalation #{number}.',
    ja: '組織の最終連絡先はエスカレーション #{number} です。',
  },
  'linked-still-on-it': {
    en: 'Whether it was still worked on was asked by escalation #{number}.',
    ja: '対応中かどうかの確認はエスカレーション #{number} です。',
  },
  'linked-test': {
    en: 'A test was rung as escalation #{number}.',
    ja: 'テスト呼び出しはエスカレーション #{number} です。',
  },
  'linked-canary': {
    en: 'A canary was rung by escalation #{number}.',
    ja: 'カナリアの呼び出しはエスカレーション #{number} です。',
  },

  // Log rows in which the rules had nothing to do.
  'nothing-due': {
    en: 'A timer came; there was nothing to do.',
    ja: 'タイマーが来ましたが、することはありませんでした。',
  },
  'no-emergency-app': {
    en: 'No proof that a device rings within five seconds; there is no emergency app to ring.',
    ja: '5秒以内に鳴っている確認がとれませんでしたが、緊急用アプリはありません。',
  },
  'phone-under-way': {
    en: 'No proof that a device rings within eight seconds; the phone is being called already.',
    ja: '8秒以内に鳴っている確認がとれませんでしたが、すでに電話をかけています。',
  },
} as const satisfies Readonly<Record<string, Text>>;
