import type { Severity } from './policy.js';

export type ExplainLocale = 'en' | 'ja';
export type Text = Readonly<Record<ExplainLocale, string>>;

/**
 * `{person}`, `{people}` and `{device}` become names, `{severity}` a word, everything else stands as it is;
 * `{count:one|many}` chooses a form.
 */
export const TEXTS = {
  // What happened to the escalation.
  started: { en: 'The escalation started.', ja: 'エスカレーションを開始しました。' },
  'delay-started': {
    en: 'Phones ring in {seconds} s, unless the alerts resolve before.',
    ja: '{seconds}秒後に呼び出します。それまでにアラートが解消すれば呼び出しません。',
  },
  'still-on-it-waits': {
    en: 'The responders are asked in {minutes} min whether they are still on it, if alerts still fire and nobody has written or done anything.',
    ja: 'アラートが続き、書き込みも操作もなければ、{minutes}分後に対応者へ対応中かどうかを確認します。',
  },
  'sign-of-life': {
    en: 'Somebody has done something about it: the time begins again.',
    ja: '書き込みや操作があったため、時間を計り直します。',
  },
  'delay-over': { en: 'The waiting time is over.', ja: '待ち時間が終わりました。' },
  answered: { en: '{person} answered and is reading.', ja: '{person}が応答し、内容を確認しています。' },
  accepted: { en: '{person} accepted.', ja: '{person}が引き受けました。' },
  taken: { en: '{person} took it from the board.', ja: '{person}が一覧画面から引き受けました。' },
  declined: {
    en: '{person} declined and is not called again in this round.',
    ja: '{person}が辞退しました。この巡回ではもう呼び出しません。',
  },
  'rang-out': { en: '{person} did not answer.', ja: '{person}は応答しませんでした。' },
  silent: {
    en: '{person} answered, but said neither yes nor no in time.',
    ja: '{person}は応答しましたが、時間内に返事がありませんでした。',
  },
  unsent: { en: 'Nothing could be sent to {person}.', ja: '{person}には何も送れませんでした。' },
  unreachable: {
    en: '{person} cannot be reached: no device or phone is left.',
    ja: '{person}には連絡がつきません。使える端末も電話もありません。',
  },
  'alerts-resolved': { en: 'The alerts are resolved.', ja: 'アラートが解消しました。' },
  'alert-fired': {
    en: 'Another alert of this group fired.',
    ja: '同じグループで別のアラートが発生しました。',
  },
  'severity-rose': {
    en: 'The severity rose to {severity}: step 1 starts again, and whoever is being called still is.',
    ja: '重大度が「{severity}」に上がったため、ステップ1からやり直します。進行中の呼び出しは続けます。',
  },
  'severity-rose-in-delay': {
    en: 'The severity rose to {severity}.',
    ja: '重大度が「{severity}」に上がりました。',
  },
  'people-added': { en: 'A person asked to call {people} too.', ja: '追加の呼び出し先：{people}。' },
  'step-skipped': { en: 'A person went on to the next step.', ja: '手動で次のステップに進めました。' },
  cancelled: { en: 'The escalation was cancelled.', ja: 'エスカレーションを取り消しました。' },

  // What the rules did about it.
  'step-started': { en: 'Step {step} starts.', ja: 'ステップ{step}を開始します。' },
  'step-empty': {
    en: 'Step {step} is passed over: nobody in it can be called now.',
    ja: 'ステップ{step}は、今呼び出せる人がいないため飛ばします。',
  },
  'cycle-started': {
    en: 'The steps start again from the first: round {cycle}.',
    ja: '最初のステップに戻り、{cycle}巡目に入ります。',
  },
  'person-called': { en: '{person} is called.', ja: '{person}を呼び出します。' },
  'person-called-again': {
    en: '{person} is called again: try {tryNumber}.',
    ja: '{person}をもう一度呼び出します（{tryNumber}回目）。',
  },
  'person-waiting': {
    en: '{person} waits: the others come first, and only so many are called at once.',
    ja: '{person}は順番待ちです。同時に呼び出す人数に達しています。',
  },
  'person-pausing': {
    en: '{person} is not called again for {seconds} s.',
    ja: '{person}は{seconds}秒間、再び呼び出しません。',
  },
  'person-held': {
    en: '{person} was rung often in the last minutes and is left alone for {seconds} s, while others of this step can be called.',
    ja: '{person}は直近の呼び出しが多いため、このステップのほかの人を呼び出せる間は、{seconds}秒間呼び出しません。',
  },
  'person-rung-anyway': {
    en: '{person} is called all the same: nobody else of this step is left.',
    ja: 'このステップにほかの人が残っていないため、{person}も呼び出します。',
  },
  'person-skipped': {
    en: '{person} is not called: no device or phone that could ring.',
    ja: '{person}は呼び出しません。鳴らせる端末も電話もありません。',
  },
  'person-declined-before': {
    en: '{person} is not called: declined in this round already.',
    ja: '{person}は呼び出しません。この巡回ですでに辞退しています。',
  },
  'person-spent': {
    en: '{person} is not called again in this step.',
    ja: '{person}は、このステップではもう呼び出しません。',
  },
  'call-kept': {
    en: '{person} is being called already; that counts as the first try.',
    ja: '{person}はすでに呼び出し中のため、それを1回目とします。',
  },
  'call-stopped': { en: 'The call to {person} stops.', ja: '{person}への呼び出しを止めます。' },
  'call-overdue': {
    en: 'The call to {person} should have ended and is looked at again.',
    ja: '{person}への呼び出しが終わるはずの時刻を過ぎたため、確認します。',
  },
  'acceptance-counted': {
    en: '{count} of {needed} responders so far.',
    ja: '対応者は現在{needed}人中{count}人です。',
  },
  'ladder-over': { en: 'Nobody is left to call.', ja: '呼び出せる人がいなくなりました。' },
  'opened-last-resort': {
    en: 'The last resort of the policy is called.',
    ja: 'ポリシーの最終連絡先を呼び出します。',
  },
  'opened-organisation': {
    en: 'The last-resort list of the organisation is called.',
    ja: '組織の最終連絡先を呼び出します。',
  },
  'opened-additional': {
    en: 'The added people are called in an escalation of their own.',
    ja: '追加された人は、別のエスカレーションで呼び出します。',
  },
  'opened-still-on-it': {
    en: 'Accepted is not forgotten: if it goes on and nothing more is heard, the responders are asked after it.',
    ja: '引き受けた後も、アラートが続いたまま動きがなければ、対応者に確認します。',
  },
  'still-on-it-asked': {
    en: 'Nothing has been heard: the responders are asked whether they are still on it, and ring in {seconds} s.',
    ja: '動きがないため、対応者に対応中かどうかを確認します。返事がなければ{seconds}秒後に呼び出します。',
  },
  'linked-stopped': { en: 'The last resort stops.', ja: '最終連絡先への呼び出しを止めます。' },
  'nobody-new': {
    en: 'Nobody else is called while somebody reads.',
    ja: '内容を確認中の人がいるため、ほかの人は呼び出しません。',
  },
  'ringing-again': { en: 'Calling goes on.', ja: '呼び出しを続けます。' },

  // How it ended.
  'ended-accepted': {
    en: 'It is taken care of; nobody else is called.',
    ja: '対応者が決まりました。ほかの人は呼び出しません。',
  },
  'ended-exhausted': { en: 'Nobody took it.', ja: '引き受ける人がいませんでした。' },
  'ended-resolved': {
    en: 'It is over: nobody has to take it any more.',
    ja: '終了しました。引き受ける必要はなくなりました。',
  },

  // For one person who asks.
  'never-among': {
    en: '{person} was not among the people whom this escalation could call.',
    ja: '{person}は、このエスカレーションの呼び出し先に含まれていませんでした。',
  },
  'person-later': {
    en: '{person} is in a later step, which has not started.',
    ja: '{person}は後のステップの呼び出し先です。そのステップはまだ始まっていません。',
  },
  'taken-before': {
    en: '{people} took it before it was the turn of {person}.',
    ja: '{person}の順番になる前に、{people}が引き受けました。',
  },
  'over-before': {
    en: 'It was over before it was the turn of {person}.',
    ja: '{person}の順番になる前に終了しました。',
  },

  // One call: devices and phone.
  'devices-asked': {
    en: 'The ring goes to {count} {count:device|devices}.',
    ja: '{count}台の端末を鳴らします。',
  },
  'no-device': { en: 'There is no device to ring.', ja: '鳴らせる端末がありません。' },
  'device-provider-accepted': {
    en: 'The push service took the ring for {device}.',
    ja: 'プッシュ配信サービスが{device}宛ての呼び出しを受け付けました。',
  },
  'device-delivered': { en: '{device} received the ring.', ja: '{device}が呼び出しを受信しました。' },
  'device-ringing': { en: '{device} rings.', ja: '{device}が鳴っています。' },
  'device-answered': { en: 'Answered on {device}.', ja: '{device}で応答しました。' },
  'device-declined': { en: 'Declined on {device}.', ja: '{device}で辞退しました。' },
  'device-accepted': { en: 'Accepted on {device}.', ja: '{device}で引き受けました。' },
  'device-suppressed': {
    en: '{device} stays silent: do-not-disturb, or not allowed to ring.',
    ja: '{device}は鳴りません。おやすみモードか、通知が許可されていません。',
  },
  'device-expired': {
    en: 'The ring came too late for {device}.',
    ja: '{device}への呼び出しは期限切れです。',
  },
  'device-stopped': { en: '{device} stopped ringing.', ja: '{device}が鳴り止みました。' },
  'device-refused': {
    en: 'The push service refused the ring for {device}.',
    ja: 'プッシュ配信サービスが{device}宛ての呼び出しを拒否しました。',
  },
  'device-gone': {
    en: '{device} is gone: the app was removed or signed out.',
    ja: '{device}は使えません。アプリが削除されたか、サインアウトしています。',
  },
  'phone-ringing': { en: 'The phone rings.', ja: '電話が鳴っています。' },
  'phone-picked-up': {
    en: 'The phone was picked up; a key has to be pressed, because voicemail picks up too.',
    ja: '電話がつながりました。留守番電話の可能性があるため、キー操作を待ちます。',
  },
  'phone-digit': { en: 'A key was pressed on the phone.', ja: '電話でキーが押されました。' },
  'phone-over': { en: 'The phone call ended.', ja: '電話が切れました。' },
  'call-answered': { en: 'Answered ({device}).', ja: '応答しました（{device}）。' },
  'call-accepted': { en: 'Accepted ({device}).', ja: '引き受けました（{device}）。' },
  'call-declined': { en: 'Declined ({device}).', ja: '辞退しました（{device}）。' },
  'call-cancelled': { en: 'The call was stopped.', ja: '呼び出しを止めました。' },
  'emergency-asked': {
    en: 'No proof that a device rings: the emergency app rings too.',
    ja: '端末が鳴っている確認がとれないため、緊急用アプリも鳴らします。',
  },
  'phone-asked': {
    en: 'No proof that a device rings: the phone is called.',
    ja: '端末が鳴っている確認がとれないため、電話をかけます。',
  },
  'no-phone': {
    en: 'The phone would be called now, but there is no number.',
    ja: '電話をかけるところですが、番号が登録されていません。',
  },
  'pushes-distrusted': {
    en: 'Pushes have not made telephones ring lately: the phone is called together with them.',
    ja: '最近、プッシュ通知で端末が鳴っていないため、同時に電話もかけます。',
  },
  'rung-anew': {
    en: 'No push service has answered: everything is rung once more.',
    ja: 'プッシュ配信サービスから応答がないため、もう一度すべて鳴らします。',
  },
  proved: {
    en: 'It is proved to ring; emergency app and phone are not needed.',
    ja: '鳴っていることを確認できたため、緊急用アプリと電話は使いません。',
  },
  'call-rang-out': {
    en: 'It rang to its end, unanswered.',
    ja: '最後まで鳴りましたが、応答がありませんでした。',
  },
  'call-silent': {
    en: 'Nothing was decided in the time for reading.',
    ja: '確認時間内に返事がありませんでした。',
  },
  'call-unsent': { en: 'Nothing could be sent.', ja: '何も送れませんでした。' },
  'call-unreachable': {
    en: 'No device or phone is left to ring.',
    ja: '鳴らせる端末も電話もありません。',
  },
} as const satisfies Readonly<Record<string, Text>>;

export type ReasonCode = keyof typeof TEXTS;

export const SEVERITY_WORDS: Readonly<Record<Severity, Text>> = {
  critical: { en: 'critical', ja: '緊急' },
  high: { en: 'high', ja: '高' },
  warning: { en: 'warning', ja: '警告' },
  info: { en: 'info', ja: '情報' },
  unknown: { en: 'unknown', ja: '不明' },
};

/** Somebody or something whose name is not known any more. */
export const NAMELESS: Readonly<Record<'person' | 'device', Text>> = {
  person: { en: 'Unknown person', ja: '不明なユーザー' },
  device: { en: 'Unknown device', ja: '不明な端末' },
};

/** What a call may be answered with when it is no device. */
export const CHANNEL_WORDS: Readonly<Record<string, Text>> = {
  phone: { en: 'phone', ja: '電話' },
  keypad: { en: 'keypad', ja: '電話のキー操作' },
  board: { en: 'console', ja: 'コンソール' },
  console: { en: 'console', ja: 'コンソール' },
  cli: { en: 'command line', ja: 'コマンドライン' },
  chat: { en: 'chat', ja: 'チャット' },
  link: { en: 'link', ja: 'リンク' },
};
