import { type Message, webUrl } from '../../kit/index.js';

export type News = Extract<Message, { kind: 'inform' | 'text' | 'test' }>;

/** Slack refuses what is longer. */
const MAX_HEADER_SIGNS = 150;
const MAX_SECTION_SIGNS = 3000;

/** A message of the Web API, and of an incoming webhook: both read the same. */
export function slackMessageOf(message: News, consoleUrl: string | undefined): object {
  const quiet = { unfurl_links: false, unfurl_media: false };
  if (message.kind !== 'inform')
    return { ...quiet, text: escaped(message.text, MAX_SECTION_SIGNS), blocks: [section(message.text)] };
  const link = webUrl(message.link, consoleUrl);
  return {
    ...quiet,
    // Shown in the notification, and read aloud.
    text: escaped(`${message.title}\n${message.body}`, MAX_SECTION_SIGNS),
    blocks: [
      {
        type: 'header',
        text: { type: 'plain_text', text: cut(message.title, MAX_HEADER_SIGNS), emoji: false },
      },
      ...(message.body === '' ? [] : [section(message.body)]),
      ...(link === undefined ? [] : [mrkdwn(`<${link.replace(/[<>|]/g, encodeURIComponent)}>`)]),
    ],
  };
}

const section = (text: string): object => mrkdwn(escaped(text, MAX_SECTION_SIGNS));
/** Verbatim: a # or an @ in an alert's text shall call nobody. */
const mrkdwn = (text: string): object => ({
  type: 'section',
  text: { type: 'mrkdwn', text, verbatim: true },
});

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** The three signs that Slack reads as its own: `<!channel>` in a title would call everybody. */
function escaped(text: string, length: number): string {
  const whole = text.replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? sign);
  if (whole.length <= length) return whole;
  // Not in the middle of an entity, nor of a pair of which half is shown as a box.
  return `${whole
    .slice(0, length - 1)
    .replace(/&[a-z]*$/, '')
    .replace(/[\uD800-\uDBFF]$/, '')}…`;
}

const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
