import { isRecord, textOf, textsOf, webUrl } from './read-values.js';
import type { Link } from './signal.js';

/** Looks fields up as people write them: dedup_key, dedupKey and Dedup-Key are one name. */
export class UsualFields {
  private readonly values = new Map<string, unknown>();
  private readonly taken = new Set<string>();

  constructor(item: Readonly<Record<string, unknown>>) {
    for (const [name, value] of Object.entries(item)) {
      const bare = bareName(name);
      if (!this.values.has(bare)) this.values.set(bare, value);
    }
  }

  value(...names: readonly string[]): unknown {
    return names.map((name) => this.values.get(bareName(name))).find((value) => value !== undefined);
  }

  /** The first of these names that says something and was not used yet. */
  take(...names: readonly string[]): string | undefined {
    const name = names
      .map(bareName)
      .find((one) => !this.taken.has(one) && textOf(this.values.get(one))?.trim());
    if (name === undefined) return undefined;
    this.taken.add(name);
    return textOf(this.values.get(name));
  }

  /** Every one of these names that says something. */
  texts(...names: readonly string[]): readonly string[] {
    return names.flatMap((name) => textOf(this.values.get(bareName(name)))?.trim() || []);
  }
}

const bareName = (name: string): string => name.toLowerCase().replace(/[-_\s]/g, '');

/** Labels however they are written: a map, a list of "name:value", of {name, value}, or such a list in one text. */
export function labelsOf(...values: readonly unknown[]): Record<string, string> {
  return Object.assign({}, ...values.map(labelMap)) as Record<string, string>;
}

function labelMap(value: unknown): Record<string, string> {
  if (isRecord(value)) return textsOf(value);
  const list = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
  return Object.fromEntries(list.flatMap((one: unknown) => [labelOf(one)].filter(([name]) => name !== '')));
}

function labelOf(value: unknown): readonly [string, string] {
  if (isRecord(value))
    return [textOf(value['tag'] ?? value['key'] ?? value['name']) ?? '', textOf(value['value']) ?? ''];
  const text = textOf(value)?.trim() ?? '';
  // "env:prod" is a name and its value; "https://…" and "a phrase: so" are not.
  const [, name, rest] = /^([\w.-]{1,100})[:=](?!\/\/)(.*)$/s.exec(text) ?? [];
  return name === undefined ? [text, ''] : [name, rest?.trim() ?? ''];
}

/** Form fields such as `labels[host]` or `labels.host`, as a map. */
export function nestedFields(item: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(item).flatMap(([name, value]) => {
      const [, label] = /^(?:labels?|tags?|meta)[.[]([\w.-]{1,100})\]?$/i.exec(name) ?? [];
      return label === undefined ? [] : [[label, value]];
    }),
  );
}

/** Links as a list of addresses or of {url, text}. */
export const linkList = (value: unknown): readonly Link[] =>
  (Array.isArray(value) ? value : []).flatMap((one: unknown) => {
    const link = isRecord(one) ? one : { url: one };
    const url = webUrl(textOf(link['url'] ?? link['href']) ?? '');
    const text = textOf(link['text']);
    return url === undefined ? [] : [{ kind: 'other' as const, url, text }];
  });
