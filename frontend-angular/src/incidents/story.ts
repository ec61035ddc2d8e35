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
  return tab === 'story' ? withoutEcho(entries) : entries.filter((entry) => TAB_OF_KIND[entry.kind] === tab);
}

/** "ESC-1 was taken by A" beside "A took it" says one thing twice: the person's line stays. */
function withoutEcho(entries: readonly StoryEntry[]): readonly StoryEntry[] {
  const taken = entries.filter(({ kind }) => kind === 'responder').map(({ at }) => Date.parse(at));
  return entries.filter(
    ({ kind, text, at }) =>
      kind !== 'escalation' ||
      text !== 'accepted' ||
      !taken.some((time) => Math.abs(time - Date.parse(at)) < ECHO_MS),
  );
}

const ECHO_MS = 1_000;

export function countByTab(entries: readonly StoryEntry[]): Record<StoryTab, number> {
  const counts = { story: withoutEcho(entries).length, comments: 0, calls: 0, alerts: 0, changes: 0 };
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

/** Words of parameters that are codes. */
const SECTION_OF: Readonly<Record<string, string>> = {
  status: 'status',
  statusBefore: 'status',
  severity: 'severity',
  severityBefore: 'severity',
};

/** A story line in the reader's words, its `[[places]]` filled; the code itself when it is newer than this console. */
export function storySentence(entry: StoryEntry, texts: Texts): string {
  const isTakenBack = entry.text === 'snoozed' && entry.params['until'] === '';
  const said = isTakenBack ? 'unsnoozed' : entry.text;
  const code = entry.kind in CHANGES ? entry.kind : `${entry.kind}-${said}`;
  const sentence = texts.word('story', code);
  if (sentence === code) return entry.text.replaceAll(/[.-]/g, ' ');
  return sentence
    .replaceAll(/\[\[(\w+)\]\]/g, (_, name: string) => {
      const word = entry.params[name] ?? '';
      const section = SECTION_OF[name];
      return section === undefined || word === '' ? word : texts.word(section, word);
    })
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Of these the text is the new value, which the parameters have too. */
const CHANGES: Readonly<Record<string, true>> = { status: true, severity: true, title: true };
