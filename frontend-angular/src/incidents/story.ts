import type { IconName } from '../design/icons';
import type { Texts } from '../design/text/texts';
import type { StoryEntry } from '../generated/api/models';

export const STORY_TABS = ['story', 'comments', 'calls', 'alerts', 'changes'] as const;
export type StoryTab = (typeof STORY_TABS)[number];

const TAB_OF_KIND: Record<StoryEntry['kind'], StoryTab> = {
  comment: 'comments',
  escalation: 'calls',
  call: 'calls',
  responder: 'calls',
  alert: 'alerts',
  status: 'changes',
  severity: 'changes',
  title: 'changes',
  opened: 'changes',
};

export function entriesOf(entries: readonly StoryEntry[], tab: StoryTab): readonly StoryEntry[] {
  return tab === 'story' ? entries : entries.filter((entry) => TAB_OF_KIND[entry.kind] === tab);
}

export function countByTab(entries: readonly StoryEntry[]): Record<StoryTab, number> {
  const counts = { story: entries.length, comments: 0, calls: 0, alerts: 0, changes: 0 };
  for (const entry of entries) counts[TAB_OF_KIND[entry.kind]]++;
  return counts;
}

export const ICON_OF_KIND: Record<StoryEntry['kind'], IconName> = {
  comment: 'doc',
  escalation: 'phonecall',
  call: 'phonecall',
  responder: 'hand',
  alert: 'alerts',
  status: 'flag',
  severity: 'flag',
  title: 'doc',
  opened: 'incidents',
};

/** A story line in the reader's words: the code's sentence, its `[[places]]` filled; the code itself if unknown. */
export function storySentence(entry: StoryEntry, texts: Texts): string {
  const code = entry.text.replaceAll('.', '-');
  const sentence = texts.word('story', code);
  const words: Record<string, string> = { ...entry.params };
  for (const key of ['from', 'to', 'status', 'severity']) {
    const word = entry.params[key];
    if (word === undefined) continue;
    words[key] = texts.word(entry.kind === 'severity' ? 'severity' : 'status', word);
  }
  const reason = entry.params['reason'];
  if (reason !== undefined) words['reason'] = texts.word('decline', texts.word('endReason', reason));
  if (sentence !== code) {
    return sentence
      .replaceAll(/\[\[(\w+)\]\]/g, (_, name: string) => words[name] ?? '')
      .replaceAll(/\s+/g, ' ')
      .trim();
  }
  const generic = texts.word('story', entry.kind);
  const rest = Object.values(words).join(' · ');
  return `${generic === entry.kind ? entry.text.replaceAll(/[.-]/g, ' ') : generic}${rest === '' ? '' : `: ${rest}`}`;
}
