import type { StoryEntry } from '../../generated/api/models';
import type { Texts } from '../texts/texts';

/** An entry of the story in words: the server says what happened as a code, the language is the reader's. */
export function storyWords(texts: Pick<Texts, 't' | 'word'>, entry: StoryEntry): string {
  const { t, word } = texts;
  const { params, text } = entry;
  const who = entry.userName ?? t('story.somebody');
  switch (entry.kind) {
    case 'comment':
      return text;
    case 'opened':
      return t('story.opened', { who });
    case 'status':
      return t('story.status', { who, what: word('status', text) });
    case 'severity':
      return t('story.severity', { who, what: word('severity', text) });
    case 'title':
      return t('story.title', { who, what: text });
    case 'alert':
      return alertWords(texts, entry, who);
    case 'escalation':
      return callingWords(texts, text, params);
    case 'call':
      if (text === 'reading') return t('story.callReading', { who });
      return t(text === 'declined' ? 'story.callDeclined' : 'story.callEnded', { who });
    case 'responder':
      return t('story.took', { who });
  }
}

function alertWords({ t }: Pick<Texts, 't'>, { text, params }: StoryEntry, who: string): string {
  const what = params['title'] ?? '';
  switch (text) {
    case 'linked':
      return t('story.alertLinked', { who, what: numbers(params['alerts']) });
    case 'resolved':
      return t('story.alertResolved', { what });
    case 'acknowledged':
      return t('story.alertAcknowledged', { what });
    case 'snoozed':
      return params['until'] === ''
        ? t('story.alertUnsnoozed', { who, what })
        : t('story.alertSnoozed', { who, what });
    case 'noted':
      return t('story.alertNoted', { what: params['note'] ?? what });
    default:
      return t('story.alertOpened', { what });
  }
}

function callingWords({ t }: Pick<Texts, 't'>, text: string, params: StoryEntry['params']): string {
  const what = `ESC-${params['number'] ?? '?'}`;
  switch (text) {
    case 'accepted':
      return t('story.callingAccepted', { who: params['takers'] || t('story.somebody'), what });
    case 'exhausted':
      return t('story.callingExhausted', { what });
    case 'resolved':
      return t('story.callingResolved', { what });
    case 'cancelled':
      return t('story.callingCancelled', { what });
    default:
      return t('story.calling', { what });
  }
}

/** "3 4" is "ALT-3, ALT-4". */
const numbers = (text: string | undefined): string =>
  (text ?? '')
    .split(' ')
    .filter(Boolean)
    .map((number) => `ALT-${number}`)
    .join(', ');
