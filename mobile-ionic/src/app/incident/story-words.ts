import type { StoryEntry } from '../../generated/api/models';
import type { Texts } from '../texts/texts';

/** An entry of the story in words. The server says what happened as a code; the language is the reader's. */
export function storyWords({ t, word }: Texts, entry: StoryEntry): string {
  const { params, text } = entry;
  const who = entry.userName ?? params['userName'] ?? params['name'] ?? t('story.somebody');
  const what = (...names: readonly string[]): string | undefined =>
    names.map((name) => params[name]).find((value) => value !== undefined && value !== '');
  switch (entry.kind) {
    case 'opened':
      return entry.userName ? t('story.opened', { who }) : t('story.openedAuto');
    case 'status':
      return t('story.status', { who, what: word('status', what('to', 'status') ?? text) });
    case 'severity':
      return t('story.severity', { who, what: word('severity', what('to', 'severity') ?? text) });
    case 'title':
      return t('story.title', { who, what: what('to', 'title') ?? text });
    case 'alert': {
      const title = what('title', 'alertTitle', 'alert');
      if (title === undefined) return t('story.alertPlain');
      return t(text.includes('resolved') ? 'story.alertResolved' : 'story.alert', { what: title });
    }
    case 'escalation': {
      const title = what('title', 'team', 'teamName');
      return title === undefined ? t('story.escalationPlain') : t('story.escalation', { what: title });
    }
    case 'call':
      if (text.includes('accepted') || text.includes('taken')) return t('story.callAccepted', { who });
      if (text.includes('declined')) return t('story.callDeclined', { who });
      if (/rang-out|ended|silent|unreachable|unsent/.test(text)) return t('story.callRangOut', { who });
      return t('story.call', { who });
    case 'responder':
      return t(
        text.includes('released') || text.includes('left') ? 'story.responderLeft' : 'story.responder',
        { who },
      );
    case 'comment':
      return text;
  }
}
