import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import type { PhoneScript } from '../../kit/index.js';

/** What Twilio takes of a document that is sent with the call. */
const MAX_SIGNS = 4000;
const VOICES = {
  en: { language: 'en-US', voice: 'Polly.Joanna' },
  ja: { language: 'ja-JP', voice: 'Polly.Mizuki' },
} as const satisfies Record<PhoneScript['locale'], object>;
const KEY_SECONDS = 8;

/**
 * One turn: it is said, then a key is waited for; in silence it is said once more, without asking us, and then the
 * call ends. Without choices, or without anywhere to report a key to, it is said and the call ends.
 */
export function twimlOf(script: PhoneScript, action: string | undefined): string {
  // A long title must not cost the call.
  return [Infinity, 600, 250, 80]
    .map((length) => written(script, action, length))
    .reduce((best, next) => (best.length <= MAX_SIGNS ? best : next));
}

function written({ locale, say, choices }: PhoneScript, action: string | undefined, length: number): string {
  const response = new VoiceResponse();
  const lines = [...say.map((text) => cut(text, length)), ...choices.map((choice) => choice.say)];
  const speak = (on: Pick<VoiceResponse, 'say'>): void => {
    for (const line of lines) on.say(VOICES[locale], speakable(line));
  };
  if (choices.length === 0 || action === undefined) speak(response);
  else
    for (let times = 0; times < 2; times += 1)
      speak(response.gather({ input: ['dtmf'], numDigits: 1, timeout: KEY_SECONDS, action, method: 'POST' }));
  response.hangup();
  return response.toString();
}

/** XML knows no control characters and no half signs; one of them in a title, and the builder throws. */
const speakable = (text: string): string =>
  text.toWellFormed().replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, ' ');

const cut = (text: string, length: number): string => (text.length > length ? text.slice(0, length) : text);
