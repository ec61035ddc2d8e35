import type { PhoneScript } from '../../kit/index.js';

const LANGUAGES = { en: 'en-US', ja: 'ja-JP' } as const satisfies Record<PhoneScript['locale'], string>;
const KEY_SECONDS = 8;
/** What Vonage says of one text. */
const MAX_SIGNS = 1500;

/** One turn: it is said, then a key is waited for; in silence it is said once more, and then the call ends. */
export function nccoOf({ locale, say, choices }: PhoneScript, keysTo: string | undefined): readonly object[] {
  const isAsking = choices.length > 0 && keysTo !== undefined;
  const text = spoken([...say, ...choices.map((choice) => choice.say)].join(' '));
  const talk = { action: 'talk', text, language: LANGUAGES[locale], ...(isAsking && { bargeIn: true }) };
  if (!isAsking) return [talk];
  const input = {
    action: 'input',
    type: ['dtmf'],
    dtmf: { maxDigits: 1, timeOut: KEY_SECONDS },
    eventUrl: [keysTo],
    eventMethod: 'POST',
  };
  return [talk, input, talk, input];
}

/** Angle brackets would be read as SSML. The choices stand at the end, so a long title is cut before them. */
function spoken(text: string): string {
  const plain = text.toWellFormed().replace(/[<>\u0000-\u001F]/g, ' ');
  if (plain.length <= MAX_SIGNS) return plain;
  const half = MAX_SIGNS / 2;
  return `${plain.slice(0, half).toWellFormed()} ${plain.slice(1 - half).toWellFormed()}`;
}
