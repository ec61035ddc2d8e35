import type { Locale } from '../../platform/wire/schemas.js';

/** What a letter is about: what happened to an account, told to the address that owns it. */
export type LetterAbout =
  | 'password-reset'
  | 'password-link-made'
  | 'password-changed'
  | 'second-factor-on'
  | 'second-factor-off'
  | 'second-factor-taken'
  | 'recovery-code-used'
  | 'codes-tried';

interface Letter {
  readonly title: string;
  readonly body: string;
}

const TEXTS: Readonly<Record<Locale, Readonly<Record<LetterAbout, Letter>>>> = {
  en: {
    'password-reset': {
      title: 'Set a new password for Barry',
      body: 'Somebody, probably you, has asked for a new password. This link sets it, once, within 30 minutes; your other sessions end then. If it was not you, do nothing: your password stays as it is.',
    },
    'password-link-made': {
      title: 'An administrator has made a link to reset your Barry password',
      body: 'They will give it to you; whoever uses it sets your password, and your sessions end. If you have asked nobody for it, tell your administrators at once.',
    },
    'password-changed': {
      title: 'Your Barry password was changed',
      body: 'Your other sessions have ended; the phones that ring for you ring on. If it was not you, set a new password now and tell your administrators.',
    },
    'second-factor-on': {
      title: 'Barry now asks you for a code at sign-in',
      body: 'A second factor was set up for your account. If it was not you, tell your administrators at once.',
    },
    'second-factor-off': {
      title: 'Barry no longer asks you for a code at sign-in',
      body: 'The second factor of your account was removed. If it was not you, set a new password now and tell your administrators.',
    },
    'second-factor-taken': {
      title: 'An administrator has removed your second factor from Barry',
      body: 'Your password alone signs you in until you set up another one. If you have asked nobody for it, tell your administrators at once.',
    },
    'recovery-code-used': {
      title: 'A recovery code of yours has signed in to Barry',
      body: 'It cannot be used again. If it was not you, set a new password now, make new recovery codes and tell your administrators.',
    },
    'codes-tried': {
      title: 'Somebody has your Barry password and is guessing codes',
      body: 'Several wrong codes were typed after the right password. The phones that ring for you ring on. If it was not you, set a new password now.',
    },
  },
  ja: {
    'password-reset': {
      title: 'Barryのパスワード再設定',
      body: 'パスワードの再設定が依頼されました。次のリンクから30分以内に一度だけ設定でき、設定するとほかのセッションは終了します。心当たりがない場合は何もしないでください。現在のパスワードはそのまま使えます。',
    },
    'password-link-made': {
      title: '管理者がBarryのパスワード再設定リンクを発行しました',
      body: 'リンクは管理者から渡されます。使われるとパスワードが変わり、セッションは終了します。依頼した覚えがない場合は、すぐに管理者へ連絡してください。',
    },
    'password-changed': {
      title: 'Barryのパスワードが変更されました',
      body: 'ほかのセッションは終了しました。呼び出しを受ける端末はそのまま鳴ります。心当たりがない場合は、すぐにパスワードを再設定し、管理者へ連絡してください。',
    },
    'second-factor-on': {
      title: 'Barryの二要素認証を設定しました',
      body: '次回のサインインから認証コードが必要です。心当たりがない場合は、すぐに管理者へ連絡してください。',
    },
    'second-factor-off': {
      title: 'Barryの二要素認証を解除しました',
      body: '次回のサインインから認証コードは不要になります。心当たりがない場合は、すぐにパスワードを再設定し、管理者へ連絡してください。',
    },
    'second-factor-taken': {
      title: '管理者がBarryの二要素認証を解除しました',
      body: '再び設定するまで、パスワードだけでサインインできます。依頼した覚えがない場合は、すぐに管理者へ連絡してください。',
    },
    'recovery-code-used': {
      title: 'リカバリーコードでBarryにサインインしました',
      body: 'このコードはもう使えません。心当たりがない場合は、すぐにパスワードを再設定してリカバリーコードを作り直し、管理者へ連絡してください。',
    },
    'codes-tried': {
      title: 'Barryの認証コードが何度も間違えて入力されました',
      body: '正しいパスワードのあと、誤った認証コードが続けて入力されました。呼び出しを受ける端末はそのまま鳴ります。心当たりがない場合は、すぐにパスワードを再設定してください。',
    },
  },
};

export const letterText = (about: LetterAbout, locale: Locale): Letter => TEXTS[locale][about];
