import { type Message, webUrl } from '../../kit/index.js';

export type News = Extract<Message, { kind: 'inform' | 'text' | 'test' }>;

/** Teams takes about 28 KB; a sign takes up to four bytes, or six where it is written as an escape. */
const MAX_TITLE_SIGNS = 300;
const MAX_TEXT_SIGNS = 3000;

/** What the template of the workflow expects: a message with one Adaptive Card. */
export function cardOf(message: News, consoleUrl: string | undefined): object {
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: bodyOf(message, consoleUrl),
        },
      },
    ],
  };
}

function bodyOf(message: News, consoleUrl: string | undefined): readonly object[] {
  if (message.kind !== 'inform') return [rich({ text: cut(message.text, MAX_TEXT_SIGNS) })];
  const link = webUrl(message.link, consoleUrl);
  return [
    rich({ text: cut(message.title, MAX_TITLE_SIGNS), weight: 'bolder', size: 'medium' }),
    ...(message.body === '' ? [] : [rich({ text: cut(message.body, MAX_TEXT_SIGNS) })]),
    ...(link === undefined
      ? []
      : [rich({ text: link, selectAction: { type: 'Action.OpenUrl', url: link } })]),
  ];
}

/** Not a TextBlock: that reads Markdown, and an alert's title could write links of its own. */
const rich = (run: object): object => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', ...run }],
});

const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
