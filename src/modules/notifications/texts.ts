import type { PhoneScript } from '../../plugins/kit/index.js';
import type { Locale } from '../../platform/wire/schemas.js';
import type { Heard } from './send-reports.js';
import type { TeamNewsKind } from './team-channels.dto.js';

/** What an inform is about, with what its sentence needs. */
export interface InformWords {
  readonly about:
    | 'accepted'
    | 'exhausted'
    | 'resolved'
    | 'cancelled'
    | 'joined'
    | 'still-on-it'
    | 'inform-only'
    | 'released'
    | 'handover-failed'
    | 'engine-finding'
    | 'phone-cap'
    | 'maintenance-began'
    | 'token-ending'
    | 'person-left'
    | 'step-silent'
    | 'step-silent-at-times'
    | 'last-resort-silent';
  readonly title: string;
  readonly team: string;
  readonly who: readonly string[];
}

type Sentence = (words: { readonly team: string; readonly who: string }) => string;

const TEXTS: Readonly<Record<Locale, Readonly<Record<InformWords['about'], Sentence>>>> = {
  en: {
    accepted: ({ team, who }) => `${who} took it (${team})`,
    exhausted: ({ team }) => `Nobody of ${team} took it; the last resort is being called`,
    resolved: ({ team }) => `Resolved by itself; ringing has stopped (${team})`,
    cancelled: ({ team, who }) =>
      who ? `${who} stopped the calling (${team})` : `Calling was stopped (${team})`,
    joined: ({ team }) => `Another alert joined what you are working on (${team})`,
    'still-on-it': ({ team }) =>
      `Are you still on it? Alerts still fire and nothing was heard; phones ring in 5 minutes (${team})`,
    'inform-only': ({ team }) => `For your information (${team}); nobody is called`,
    released: ({ who }) => `${who} took over from you`,
    'handover-failed': ({ who }) =>
      who ? `${who} did not take over; it is still yours` : 'Nobody took over; it is still yours',
    'engine-finding': () => 'Barry has found something wrong with itself; see what it was',
    'maintenance-began': ({ team }) =>
      `The maintenance “${team}” has begun while this still rings: cancel it if it belongs to it`,
    'token-ending': ({ team }) =>
      `This API token ends in ${team} ${team === '1' ? 'day' : 'days'}; what uses it stops then. Rotate it`,
    'person-left': ({ team, who }) =>
      `${who} was deactivated and still stands here (${team}); put somebody else in their place`,
    'step-silent': ({ team }) =>
      `Step ${team} can ring nobody any more: it is passed over. Name somebody there`,
    'step-silent-at-times': ({ team }) =>
      `Step ${team} can ring nobody in the shifts of those who have left. Change the schedule`,
    'last-resort-silent': () =>
      'The last resort of these rules can ring nobody any more. Name somebody there',
    'phone-cap': ({ team }) =>
      team
        ? `Telephone calls of ${team} cost more this month than their cap; they go on`
        : 'Telephone calls cost more this month than the cap of this provider; they go on',
  },
  ja: {
    accepted: ({ team, who }) => `${who}さんが対応します（${team}）`,
    exhausted: ({ team }) => `${team}では誰も応答しませんでした。最終連絡先を呼び出しています`,
    resolved: ({ team }) => `自動的に復旧したため、呼び出しを終了しました（${team}）`,
    cancelled: ({ team, who }) =>
      who ? `${who}さんが呼び出しを中止しました（${team}）` : `呼び出しは中止されました（${team}）`,
    joined: ({ team }) => `対応中の件に別のアラートが加わりました（${team}）`,
    'still-on-it': ({ team }) =>
      `まだ対応中ですか？アラートが続いていますが、動きがありません。5分後に呼び出します（${team}）`,
    'inform-only': ({ team }) => `お知らせです（${team}）。呼び出しは行いません`,
    released: ({ who }) => `${who}さんが引き継ぎました`,
    'handover-failed': ({ who }) =>
      who
        ? `${who}さんは引き継ぎませんでした。引き続きあなたの担当です`
        : '引き継ぎ手がいません。引き続きあなたの担当です',
    'engine-finding': () => 'Barry自身に異常が見つかりました。内容を確認してください',
    'maintenance-began': ({ team }) =>
      `メンテナンス「${team}」が始まりましたが、呼び出しは続いています。関係するものなら取り消してください`,
    'token-ending': ({ team }) =>
      `このAPIトークンはあと${team}日で失効し、利用中の連携が止まります。ローテーションしてください`,
    'person-left': ({ team, who }) =>
      `${who}さんのアカウントは無効になりましたが、まだここに登録されています（${team}）。別の人に変更してください`,
    'step-silent': ({ team }) =>
      `ステップ${team}には呼び出せる人がいないため、飛ばされます。呼び出し先を追加してください`,
    'step-silent-at-times': ({ team }) =>
      `ステップ${team}では、無効になった人の当番中に誰も呼び出せません。当番表を変更してください`,
    'last-resort-silent': () =>
      'このルールの最終連絡先には呼び出せる人がいません。呼び出し先を追加してください',
    'phone-cap': ({ team }) =>
      team
        ? `${team}の今月の電話料金が上限を超えました。電話は引き続きかけます`
        : 'この事業者の今月の電話料金が上限を超えました。電話は引き続きかけます',
  },
};

export function informText(
  words: InformWords,
  locale: Locale,
): { readonly title: string; readonly body: string } {
  const who = words.who.join(locale === 'ja' ? '、' : ', ');
  return { title: words.title, body: TEXTS[locale][words.about]({ team: words.team, who }) };
}

/** What a room is told of. */
export interface NewsWords {
  readonly kind: TeamNewsKind;
  readonly title: string;
  readonly team: string;
  readonly who: readonly string[];
  /** Of an incident. */
  readonly status?: string | undefined;
}

const STATUS_JA: Readonly<Record<string, string>> = {
  open: '未対応',
  investigating: '調査中',
  mitigated: '影響を抑制',
  resolved: '解決',
  closed: '終了',
};

const NEWS: Readonly<
  Record<
    Locale,
    Readonly<Record<TeamNewsKind, (words: { team: string; who: string; status: string }) => string>>
  >
> = {
  en: {
    'escalation-started': ({ team }) => `${team} is being called`,
    'escalation-taken': ({ team, who }) => `${who} took it (${team})`,
    'escalation-exhausted': ({ team }) => `Nobody of ${team} took it; the last resort is being called`,
    'escalation-resolved': ({ team }) => `Resolved by itself; ringing has stopped (${team})`,
    'incident-status': ({ status, who, team }) => `Now ${status}${who ? `, by ${who}` : ''} (${team})`,
  },
  ja: {
    'escalation-started': ({ team }) => `${team}を呼び出しています`,
    'escalation-taken': ({ team, who }) => `${who}さんが対応します（${team}）`,
    'escalation-exhausted': ({ team }) => `${team}では誰も応答しませんでした。最終連絡先を呼び出しています`,
    'escalation-resolved': ({ team }) => `自動的に復旧したため、呼び出しを終了しました（${team}）`,
    'incident-status': ({ status, who, team }) =>
      `${STATUS_JA[status] ?? status}になりました${who ? `（${who}さん）` : ''}（${team}）`,
  },
};

export function newsText(
  { kind, title, team, who, status = '' }: NewsWords,
  locale: Locale,
): { readonly title: string; readonly body: string } {
  const names = who.join(locale === 'ja' ? '、' : ', ');
  return { title, body: NEWS[locale][kind]({ team, who: names, status }) };
}

/** A code, in a message that makes sense to somebody who did not ask for it. */
export const verificationText = (code: string, locale: Locale): string =>
  locale === 'ja'
    ? `Barryの確認コードは${code}です（10分間有効）。心当たりがない場合は、このメッセージを無視してください。`
    : `${code} is your code for Barry; it is valid for 10 minutes. If you did not ask for one, ignore this message.`;

/** What an automated call says, with the three keys. */
export function phoneScript(
  call: { readonly team: string; readonly title: string },
  locale: Locale,
): PhoneScript {
  return locale === 'ja'
    ? {
        locale,
        say: [`バリーからの呼び出しです。${call.team}。${call.title}。`],
        choices: [
          { digit: '1', say: '対応する場合は1を' },
          { digit: '2', say: '対応できない場合は2を' },
          { digit: '3', say: 'もう一度聞く場合は3を押してください' },
        ],
      }
    : {
        locale,
        say: [`This is Barry. ${call.team} is called: ${call.title}.`],
        choices: [
          { digit: '1', say: 'Press 1 to take it' },
          { digit: '2', say: '2 if you cannot' },
          { digit: '3', say: '3 to hear it again' },
        ],
      };
}

/** What an automated call says that is only a test; one key proves that somebody has heard it. */
export function testScript(locale: Locale): PhoneScript {
  return locale === 'ja'
    ? {
        locale,
        say: ['バリーからのテストの呼び出しです。障害は発生していません。'],
        choices: [
          { digit: '1', say: '確認できたら1を' },
          { digit: '3', say: 'もう一度聞く場合は3を押してください' },
        ],
      }
    : {
        locale,
        say: ['This is a test of Barry. Nothing has happened.'],
        choices: [
          { digit: '1', say: 'Press 1 if you hear this' },
          { digit: '3', say: '3 to hear it again' },
        ],
      };
}

const TEST_REPLY: Readonly<Record<Locale, string>> = {
  en: 'Thank you. The test is over.',
  ja: 'ありがとうございます。テストは終了です。',
};

const REPLIES: Readonly<Record<Locale, Readonly<Record<Exclude<Heard, 'noted'>, string>>>> = {
  en: {
    taken: 'It is yours. Thank you.',
    declined: 'Understood. Somebody else is called.',
    'too-late': 'This is over already: somebody has taken it, or it was resolved. Thank you.',
  },
  ja: {
    taken: 'あなたの担当になりました。よろしくお願いします。',
    declined: '承知しました。ほかの人を呼び出します。',
    'too-late': 'この件は、すでにほかの人が対応しているか、終了しています。ありがとうございます。',
  },
};

/** What is said after a key: the answer to it and nothing more, or all of it again. Silence is the plugin's own. */
export function scriptAfter(digit: string, heard: Heard, script: PhoneScript): PhoneScript | undefined {
  if (digit === '') return undefined;
  if (heard === 'noted') return script;
  const { locale } = script;
  const isTest = script.say[0] === testScript(locale).say[0];
  if (isTest) return { locale, say: [TEST_REPLY[locale]], choices: [] };
  return { locale, say: [REPLIES[locale][heard]], choices: [] };
}
