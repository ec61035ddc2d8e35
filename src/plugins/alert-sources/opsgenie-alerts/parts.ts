import { isRecord, type Link, type LinkKind, textOf, textsOf, webUrl } from '../../kit/index.js';

const LONGEST_LABEL = 200;

/** A field as text; undefined where it says nothing. */
export const fieldOf = (from: unknown, name: string): string | undefined =>
  isRecord(from) ? textOf(from[name])?.trim() || undefined : undefined;

export const listOf = (from: unknown, name: string): readonly unknown[] => {
  const list = isRecord(from) ? from[name] : undefined;
  return Array.isArray(list) ? list : [];
};

/** `env:production` is a label with its value, `Critical` one without. Zabbix sends an empty one as well. */
export function labelOfTag(tag: string): readonly [string, string] {
  const [, name, value] = /^([\w.-]{1,100}):(?!\/\/)(.*)$/s.exec(tag.trim()) ?? [];
  return name === undefined ? [tag.trim(), ''] : [name, value?.trim() ?? ''];
}

export const labelsOfTags = (tags: readonly unknown[]): Record<string, string> =>
  Object.fromEntries(
    tags.flatMap((tag) => {
      const label = labelOfTag(textOf(tag) ?? '');
      return label[0] === '' ? [] : [label];
    }),
  );

/** The properties that are short enough to be asked for by rules and to be seen at a glance. */
export const labelsOfDetails = (details: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(textsOf(details)).filter(
      ([name, value]) => name.trim() !== '' && value.length <= LONGEST_LABEL && !value.includes('\n'),
    ),
  );

/** Every property that is an address. */
export const linksOfDetails = (details: unknown): readonly Link[] =>
  Object.entries(textsOf(details)).flatMap(([name, value]) => {
    const url = /^https?:\/\//i.test(value) ? webUrl(value) : undefined;
    return url === undefined ? [] : [{ kind: kindOf(name), url, text: name }];
  });

function kindOf(name: string): LinkKind {
  const word = name.toLowerCase();
  if (word === 'url' || word === 'link') return 'source';
  return (
    (['runbook', 'dashboard', 'silence', 'panel'] as const).find((kind) => word.startsWith(kind)) ?? 'other'
  );
}

export interface Named {
  readonly type: string;
  readonly name: string;
}

/** Teams, users, schedules and escalations, by whichever of their names is given. */
export function namedIn(one: unknown, usual: string): Named | undefined {
  const name = fieldOf(one, 'username') ?? fieldOf(one, 'name') ?? fieldOf(one, 'id');
  return name === undefined ? undefined : { type: (fieldOf(one, 'type') ?? usual).toLowerCase(), name };
}
