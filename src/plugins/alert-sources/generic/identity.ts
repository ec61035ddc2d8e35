import { createHash } from 'node:crypto';
import { textOf } from '../../kit/index.js';
import { type Path, pick } from './path.js';
import type { Budget, Choice, Template } from './template.js';

/** What is longer is told by its beginning and the hash of all of it: cut, it would be another alert's name as well. */
const LONGEST_NAME = 255;
const SHOWN = 100;

/**
 * A template as a name: what it finds is neither cut nor left out when the budget is spent, for two alerts must never be
 * one because their names were too long, nor a recovery miss its problem because more came with it.
 */
export function identified(
  template: Template,
  item: unknown,
  whole: unknown,
  spent: Budget,
): string | undefined {
  const pieces = template.map((part) =>
    part.kind === 'text' ? part.text : chosen(part.choices, item, whole, spent),
  );
  const isFound = template.some((part, at) => part.kind === 'choices' && pieces[at] !== undefined);
  if (!isFound && template.some((part) => part.kind === 'choices')) return undefined;
  const name = shortened(pieces.join('').trim());
  spent.left -= name.length;
  return name || undefined;
}

/** Without a key, the same words are the same problem: so that a "resolved" finds what its "problem" opened. */
export function nameOfWords(title: string, host = '', service = '', component = ''): string {
  return `auto:${hash(JSON.stringify([title, host, service, component])).slice(0, 16)}`;
}

function chosen(
  choices: readonly Choice[],
  item: unknown,
  whole: unknown,
  spent: Budget,
): string | undefined {
  for (const choice of choices) {
    const text = choice.kind === 'text' ? choice.text : nameAt(choice.path, item, whole, spent);
    if (text?.trim()) return text;
  }
  return undefined;
}

/** What stands beside the list is looked up once for all of its alerts: it may be a megabyte, and named by a thousand. */
function nameAt(path: Path, item: unknown, whole: unknown, { names }: Budget): string | undefined {
  if (!path.fromWhole) return read(path, item, whole);
  if (!names.has(path)) names.set(path, read(path, item, whole));
  return names.get(path);
}

function read(path: Path, item: unknown, whole: unknown): string | undefined {
  const texts = pick(item, path, whole)
    .flatMap((one) => (Array.isArray(one) ? one.map(textOf) : [textOf(one)]))
    .filter((one) => one !== undefined);
  return texts.length > 0 ? shortened(texts.join(', ')) : undefined;
}

const shortened = (name: string): string =>
  name.length <= LONGEST_NAME ? name : `${name.slice(0, SHOWN).toWellFormed()}…sha256:${hash(name)}`;

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
