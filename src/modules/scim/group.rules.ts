import { type Change, fieldOf, memberOf } from './patch.rules.js';
import { ScimRefused } from './scim.errors.js';

export interface GroupAttributes {
  readonly displayName: string;
  readonly externalId: string | undefined;
  readonly memberIds: ReadonlySet<string>;
}

export const MOST_MEMBERS = 10_000;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function nameOf(value: unknown): string {
  const name = typeof value === 'string' ? value.trim() : '';
  if (name === '' || name.length > 200)
    throw new ScimRefused('invalidValue', 'A group has a displayName of at most 200 characters');
  return name;
}

function externalIdOf(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string' || value.length > 200)
    throw new ScimRefused('invalidValue', 'externalId is a text of at most 200 characters');
  return value;
}

/** `[{ "value": "…" }]`, or one of them alone. */
function idsOf(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  const list = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  return list.map((one) => {
    const id = isObject(one) ? fieldOf(one, 'value') : one;
    if (typeof id !== 'string' || id.length > 100)
      throw new ScimRefused('invalidValue', 'A member is named by the id of a user');
    return id.toLowerCase();
  });
}

function limited(memberIds: ReadonlySet<string>): ReadonlySet<string> {
  if (memberIds.size > MOST_MEMBERS)
    throw new ScimRefused('tooMany', `A group has at most ${MOST_MEMBERS} members`);
  return memberIds;
}

/** POST and PUT: all of it. */
export function groupOf(body: unknown): GroupAttributes {
  if (!isObject(body)) throw new ScimRefused('invalidSyntax', 'A group is an object');
  return {
    displayName: nameOf(fieldOf(body, 'displayname')),
    externalId: externalIdOf(fieldOf(body, 'externalid')),
    memberIds: limited(new Set(idsOf(fieldOf(body, 'members')))),
  };
}

export function patchedGroup(changes: readonly Change[], held: GroupAttributes): GroupAttributes {
  const memberIds = new Set(held.memberIds);
  let { displayName, externalId } = held;
  for (const { op, path, value } of changes) {
    const only = memberOf(path);
    if (path === 'displayname' && op !== 'remove') displayName = nameOf(value);
    else if (path === 'externalid') externalId = op === 'remove' ? undefined : externalIdOf(value);
    else if (only !== undefined) {
      if (op === 'remove') memberIds.delete(only.toLowerCase());
      else memberIds.add(only.toLowerCase());
    } else if (path === 'members') {
      const ids = idsOf(value);
      if (op === 'replace' || (op === 'remove' && ids.length === 0 && !isEmptyList(value))) memberIds.clear();
      for (const id of ids)
        if (op === 'remove') memberIds.delete(id);
        else memberIds.add(id);
    } else if (path.startsWith('members'))
      // Whom it means we do not know: better nobody leaves than the wrong one stays unnoticed.
      throw new ScimRefused('invalidPath', 'Members are named as members[value eq "…"]');
  }
  return { displayName, externalId, memberIds: limited(memberIds) };
}

/** "Remove these" of nobody takes nobody away. */
const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** Answers leave the members out where they are not wanted: groups are large. */
export function wantsMembers(query: Readonly<Record<string, unknown>>): boolean {
  const names = (value: unknown): readonly string[] =>
    typeof value === 'string' ? value.toLowerCase().split(/\s*,\s*/) : [];
  if (names(query['excludedAttributes']).includes('members')) return false;
  const only = names(query['attributes']);
  return only.length === 0 || only.includes('members');
}
