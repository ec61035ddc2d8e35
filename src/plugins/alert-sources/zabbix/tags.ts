import { isRecord, jsonOf, textOf } from '../../kit/index.js';

/** Tags of a problem, without the notes that other media types leave to themselves; undefined where they cannot be read. */
export function tagsOf(json: string | undefined): readonly (readonly [string, string])[] | undefined {
  if (json === undefined) return [];
  const list = jsonOf(json);
  if (!Array.isArray(list)) return undefined;
  return list.flatMap((one: unknown) => {
    const name = isRecord(one) ? (textOf(one['tag']) ?? '') : '';
    const value = isRecord(one) ? (textOf(one['value']) ?? '') : '';
    return name === '' || name.startsWith('__zbx_') ? [] : [[name, value] as const];
  });
}

/** A tag may come several times: none of its values is dropped. */
export function labelsOf(tags: readonly (readonly [string, string])[]): Record<string, string> {
  const values = new Map<string, string[]>();
  for (const [name, value] of tags) values.set(name, [...(values.get(name) ?? []), value]);
  return Object.fromEntries([...values].map(([name, list]) => [name, [...new Set(list)].join(', ')]));
}
