import { type Message, webUrl } from '../../kit/index.js';

export type News = Extract<Message, { kind: 'inform' | 'text' | 'test' }>;

/** Below the 7900 signs that older servers take of all attachments. */
const MAX_TITLE_SIGNS = 300;
const MAX_TEXT_SIGNS = 3000;

/** What an incoming webhook reads. */
export function postOf(message: News, consoleUrl: string | undefined): object {
  if (message.kind !== 'inform') return { text: plain(message.text, MAX_TEXT_SIGNS) };
  const title = plain(message.title, MAX_TITLE_SIGNS);
  const link = webUrl(message.link, consoleUrl);
  return {
    attachments: [
      {
        fallback: title,
        title,
        ...(link && { title_link: link }),
        text: plain(message.body, MAX_TEXT_SIGNS),
      },
    ],
  };
}

/** An address stays one that can be clicked; what surrounds it cannot give it another name. */
const WEB_ADDRESS = /(https?:\/\/[\w.\-/?=&%#~:+]+)/;

/** Shown as it was written: no format, no picture, no hidden link; and nobody is called by an @ in an alert's title. */
const plain = (text: string, length: number): string =>
  cut(text, length)
    .split(WEB_ADDRESS)
    .map((part) => (WEB_ADDRESS.test(part) ? part : part.replace(/[\\`*_{}[\]()#!|>~]/g, '\\$&')))
    .join('')
    .replace(/@/g, '@\u200b');

const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
