import { attributeOf } from './filter.rules.js';
import { ScimRefused } from './scim.errors.js';

/** One change of one attribute, whatever form it came in. */
export interface Change {
  readonly op: 'add' | 'replace' | 'remove';
  /** In small letters, without its schema. */
  readonly path: string;
  readonly value?: unknown;
}

export const MOST_CHANGES = 1_000;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** By its name in whatever letters. */
export function fieldOf(object: Readonly<Record<string, unknown>>, name: string): unknown {
  const key = Object.keys(object).find((one) => one.toLowerCase() === name);
  return key === undefined ? undefined : object[key];
}

/**
 * The operations of a PATCH, one by one: Entra ID writes `Replace`, Okta leaves the path away and sends an object, and
 * either may put several names in it.
 * @throws ScimRefused
 */
export function changesOf(body: unknown): readonly Change[] {
  if (!isObject(body)) throw new ScimRefused('invalidSyntax', 'A PATCH is an object with Operations');
  const operations = fieldOf(body, 'operations');
  if (!Array.isArray(operations) || operations.length === 0)
    throw new ScimRefused('invalidSyntax', 'A PATCH has Operations');
  if (operations.length > MOST_CHANGES)
    throw new ScimRefused('tooMany', `At most ${MOST_CHANGES} operations`);
  const changes = operations.flatMap(oneOf);
  if (changes.length > MOST_CHANGES) throw new ScimRefused('tooMany', `At most ${MOST_CHANGES} changes`);
  return changes;
}

function oneOf(operation: unknown): readonly Change[] {
  if (!isObject(operation)) throw new ScimRefused('invalidSyntax', 'An operation is an object');
  const said = fieldOf(operation, 'op');
  const op = typeof said === 'string' ? said.toLowerCase() : '';
  if (op !== 'add' && op !== 'replace' && op !== 'remove')
    throw new ScimRefused('invalidSyntax', 'An operation is add, replace or remove');
  const path = fieldOf(operation, 'path');
  const value = fieldOf(operation, 'value');
  if (typeof path === 'string' && path.trim() !== '') {
    if (path.length > 500) throw new ScimRefused('invalidPath', 'The path is too long');
    return named(op, attributeOf(path.trim()), value);
  }
  if (path !== undefined && path !== null && path !== '')
    throw new ScimRefused('invalidPath', 'A path is a text');
  if (op === 'remove') throw new ScimRefused('noTarget', 'What is removed is named by its path');
  if (!isObject(value)) throw new ScimRefused('invalidValue', 'Without a path the value is an object');
  return Object.entries(value).flatMap(([name, of]) => named(op, attributeOf(name), of));
}

/** A complex attribute changes part by part. */
const named = (op: Change['op'], path: string, value: unknown): readonly Change[] =>
  path === 'name' && isObject(value)
    ? Object.entries(value).map(([part, of]) => ({ op, path: `name.${part.toLowerCase()}`, value: of }))
    : [{ op, path, value }];

/** `members[value eq "…"]`, as both write it; undefined: another path. */
export const memberOf = (path: string): string | undefined =>
  /^members\[\s*value eq "([^"\\]{1,100})"\s*\]$/.exec(path)?.[1];
