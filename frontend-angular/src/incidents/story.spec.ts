import type { StoryEntry } from '../generated/api/models';
import { countByTab, entriesOf } from './story';

const entry = (kind: StoryEntry['kind'], text: string, at = '2026-11-22T18:12:14.000Z'): StoryEntry => ({
  entryId: `${kind}-${text}-${at}`,
  at,
  kind,
  text,
  params: {},
});

describe('the story of an incident', () => {
  const story = [
    entry('alert', 'opened'),
    entry('escalation', 'accepted', '2026-11-22T18:12:14.100Z'),
    entry('responder', 'accepted'),
    entry('comment', 'found it'),
  ];

  it('says once who took it', () => {
    expect(entriesOf(story, 'story').map(({ kind }) => kind)).toEqual(['alert', 'responder', 'comment']);
    expect(countByTab(story).story).toBe(3);
  });

  it('keeps the acceptance that no person stands beside', () => {
    expect(entriesOf([entry('escalation', 'accepted')], 'story')).toHaveLength(1);
  });

  it('shows calls, comments, alerts and changes by themselves', () => {
    expect(entriesOf(story, 'calls').map(({ kind }) => kind)).toEqual(['escalation', 'responder']);
    expect(entriesOf(story, 'comments')).toHaveLength(1);
  });
});
