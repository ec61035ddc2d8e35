import { describe, expect, it } from '@jest/globals';
import type { StoryEntry } from '../../generated/api/models';
import { storyWords } from './story-words';

/** Says the key and what is filled in: the words themselves are the texts' matter. */
const texts = {
  t: ((key: string, values: object = {}) => [key, ...Object.values(values)].join('|')) as never,
  word: (section: string, word: string) => `${section}:${word}`,
};
const entry = (kind: StoryEntry['kind'], text: string, params: Record<string, string> = {}): StoryEntry => ({
  entryId: '1',
  at: '2026-11-22T18:12:00.000Z',
  kind,
  userName: 'Ken',
  text,
  params,
});

describe('the story in words', () => {
  it.each<[StoryEntry, string]>([
    [entry('comment', 'Rolled back'), 'Rolled back'],
    [entry('status', 'mitigated'), 'story.status|Ken|status:mitigated'],
    [
      entry('alert', 'linked', { title: 'the incident’s own', alerts: '3 4' }),
      'story.alertLinked|Ken|ALT-3, ALT-4',
    ],
    [entry('alert', 'resolved', { title: 'Disk' }), 'story.alertResolved|Disk'],
    [
      entry('alert', 'snoozed', { title: 'Disk', until: '2026-11-27T03:00:00Z' }),
      'story.alertSnoozed|Ken|Disk',
    ],
    [entry('alert', 'snoozed', { title: 'Disk', until: '' }), 'story.alertUnsnoozed|Ken|Disk'],
    [entry('escalation', 'started', { number: '7' }), 'story.calling|ESC-7'],
    [entry('escalation', 'accepted', { number: '7', takers: 'Sato' }), 'story.callingAccepted|Sato|ESC-7'],
    [entry('call', 'reading'), 'story.callReading|Ken'],
    [entry('call', 'declined'), 'story.callDeclined|Ken'],
    [entry('call', 'ended'), 'story.callEnded|Ken'],
    [entry('responder', 'accepted'), 'story.took|Ken'],
  ])('%#', (one, words) => {
    expect(storyWords(texts, one)).toBe(words);
  });

  it('has somebody where nobody is named', () => {
    const { userName: _, ...nameless } = entry('opened', 'opened');
    expect(storyWords(texts, nameless)).toBe('story.opened|story.somebody');
  });
});
