import type { Locale } from '../../platform/wire/schemas.js';
import type { TestRingProblem } from './test-rings.dto.js';

interface Words {
  readonly reason: string;
  readonly advice: string;
}

export const TEST_TITLE: Readonly<Record<Locale, string>> = { en: 'This is a test', ja: 'これはテストです' };
export const TEST_MESSAGE: Readonly<Record<Locale, string>> = {
  en: 'Nothing has happened. Accept it, and the way from Barry to you is proved.',
  ja: '障害は発生していません。「対応する」を押すと、この経路で呼び出せることが確認されます。',
};

export const TROUBLES: Readonly<Record<Locale, Readonly<Record<TestRingProblem, Words>>>> = {
  en: {
    'no-way': {
      reason: 'No way leads to this device: it has no push address that lives, and no open app.',
      advice: 'Open the app there, allow notifications, and sign in again if it asks for it.',
    },
    'no-telephone': {
      reason: 'There is no verified number, or no telephone provider.',
      advice:
        'Verify the number in the profile; ask an administrator whether a telephone provider is set up.',
    },
    refused: {
      reason: 'The push provider refused it.',
      advice: 'An administrator finds the provider’s answer and its settings on the page Engine.',
    },
    gone: {
      reason: 'The push address is dead: the app was removed, or its data deleted.',
      advice: 'Open the app there so that it registers again, or remove this device.',
    },
    suppressed: {
      reason: 'It arrived, but the device did not let it ring: do not disturb, or a missing permission.',
      advice:
        'Let Barry ring through “do not disturb”, and follow the red lines under “Readiness” in the app.',
    },
    'not-sent': {
      reason: 'No provider has taken it.',
      advice: 'Try again in a minute; if it stays so, an administrator looks at the page Engine.',
    },
    'no-proof': {
      reason: 'The provider took it, but the device never said that it rings.',
      advice:
        'See whether it is on and online, whether battery saving stops the app, and whether notifications are allowed.',
    },
    'telephone-failed': {
      reason: 'The telephone did not ring.',
      advice: 'Check the number and whether the telephone is on; then try again.',
    },
    'not-answered': {
      reason: 'It rang, and nobody answered.',
      advice: 'Nothing is wrong with the way. Was it loud enough to wake you?',
    },
  },
  ja: {
    'no-way': {
      reason: 'この端末への経路がありません（有効なプッシュ宛先も、開いているアプリもありません）。',
      advice: '端末でアプリを開いて通知を許可し、求められた場合はもう一度サインインしてください。',
    },
    'no-telephone': {
      reason: '確認済みの電話番号がないか、電話サービスが設定されていません。',
      advice: 'プロフィールで番号を確認してください。電話サービスの設定は管理者に問い合わせてください。',
    },
    refused: {
      reason: 'プッシュサービスに拒否されました。',
      advice: 'サービスの回答と設定は、管理者が「エンジン」のページで確認できます。',
    },
    gone: {
      reason: 'プッシュ宛先が無効です（アプリまたはそのデータが削除されています）。',
      advice: '端末でアプリを開いて再登録するか、この端末を削除してください。',
    },
    suppressed: {
      reason: '届きましたが、端末が鳴動を止めました（おやすみモード、または権限の不足）。',
      advice: 'おやすみモードでもBarryが鳴るように許可し、アプリの「準備状況」の赤い項目を直してください。',
    },
    'not-sent': {
      reason: 'どのサービスにも受け付けられていません。',
      advice:
        '1分ほど待ってからもう一度試してください。続く場合は、管理者が「エンジン」のページを確認します。',
    },
    'no-proof': {
      reason: 'サービスは受け付けましたが、端末から鳴動の報告がありません。',
      advice: '端末の電源と通信、電池の最適化によるアプリの停止、通知の許可を確認してください。',
    },
    'telephone-failed': {
      reason: '電話が鳴りませんでした。',
      advice: '番号と電話の電源を確認してから、もう一度試してください。',
    },
    'not-answered': {
      reason: '鳴りましたが、応答がありませんでした。',
      advice: '経路に問題はありません。目が覚める音量でしたか？',
    },
  },
};
