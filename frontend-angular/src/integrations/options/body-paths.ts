import { recordOf } from './option-fields';

/** A value of a body, and how a text of the mapping names it. */
export interface BodyPath {
  readonly path: string;
  readonly value: string;
}

const MOST = 200;
const DEEPEST = 8;
const PLAIN = /^[^.[\]{}"'|*=\s]+$/;

/**
 * What of a body a mapping can name. Where `items` leads to a list, its first member is named as an alert is, and what
 * stands outside of the list by `$`.
 */
export function bodyPaths(body: string, items: string): readonly BodyPath[] {
  let sent: unknown;
  try {
    sent = JSON.parse(body);
  } catch {
    return [];
  }
  const list = items === '' ? (Array.isArray(sent) ? sent : undefined) : listAt(sent, items);
  const found: BodyPath[] = [];
  if (list === undefined) {
    walk(sent, '', undefined, found);
    return found;
  }
  walk((list as readonly unknown[])[0], '', undefined, found);
  if (sent !== list) walk(sent, '$', list, found);
  return found;
}

/** Only names and places: what has a `*` or a condition in it is not followed here. */
function listAt(sent: unknown, items: string): readonly unknown[] | undefined {
  const names = items
    .replace(/^\$\.?/, '')
    .replaceAll(/\[(-?\d+|"[^"]*")\]/g, '.$1')
    .split('.')
    .filter(Boolean);
  const found = names.reduce<unknown>((node, name) => {
    const key = name.replaceAll('"', '');
    return Array.isArray(node) ? (node as readonly unknown[])[Number(key)] : recordOf(node)[key];
  }, sent);
  return Array.isArray(found) ? found : undefined;
}

function walk(node: unknown, path: string, skipped: unknown, found: BodyPath[], depth = 0): void {
  if (found.length >= MOST || depth > DEEPEST || node === null || node === undefined || node === skipped)
    return;
  if (Array.isArray(node)) {
    node
      .slice(0, 3)
      .forEach((one: unknown, place) => walk(one, `${path}[${place}]`, skipped, found, depth + 1));
  } else if (typeof node === 'object') {
    for (const [name, value] of Object.entries(node))
      walk(value, joined(path, name), skipped, found, depth + 1);
  } else if (path !== '') found.push({ path, value: String(node) });
}

function joined(path: string, name: string): string {
  if (!PLAIN.test(name)) return `${path}["${name}"]`;
  return path === '' ? name : `${path}.${name}`;
}
