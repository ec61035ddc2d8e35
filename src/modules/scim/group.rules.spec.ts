import { describe, expect, it } from '@jest/globals';
import { changesOf } from './patch.rules.js';
import { groupOf, MOST_MEMBERS, patchedGroup, wantsMembers } from './group.rules.js';
import { ScimRefused } from './scim.errors.js';

const held = groupOf({ displayName: 'On call', members: [{ value: 'u1' }, { value: 'u2' }] });
const patch = (...Operations: readonly object[]) => {
  const { displayName, memberIds } = patchedGroup(changesOf({ Operations }), held);
  return { displayName, members: [...memberIds].sort() };
};

describe('a group', () => {
  it('changes its members in the forms of Entra ID', () => {
    const value = [{ $ref: null, value: 'u3' }];
    expect(patch({ op: 'Add', path: 'members', value }).members).toEqual(['u1', 'u2', 'u3']);
    expect(patch({ op: 'Remove', path: 'members', value: [{ value: 'u1' }] }).members).toEqual(['u2']);
    expect(patch({ op: 'Remove', path: 'members', value: [] }).members).toEqual(['u1', 'u2']);
  });

  it('changes its members in the forms of Okta', () => {
    expect(patch({ op: 'remove', path: 'members[value eq "u1"]' }).members).toEqual(['u2']);
    expect(patch({ op: 'replace', path: 'members', value: [{ value: 'u9', display: 'x' }] }).members).toEqual(
      ['u9'],
    );
    expect(patch({ op: 'replace', value: { id: 'g', displayName: 'New' } })).toEqual({
      displayName: 'New',
      members: ['u1', 'u2'],
    });
    expect(patch({ op: 'remove', path: 'members' }).members).toEqual([]);
  });

  it('refuses what it does not understand of members, and more than it can hold', () => {
    expect(() => patch({ op: 'remove', path: 'members[display eq "x"]' })).toThrow(ScimRefused);
    expect(() => patch({ op: 'add', path: 'members', value: [{ value: 7 }] })).toThrow(ScimRefused);
    const many = Array.from({ length: MOST_MEMBERS + 1 }, (_, i) => ({ value: `u${i}` }));
    expect(() => groupOf({ displayName: 'x', members: many })).toThrow(ScimRefused);
    expect(() => groupOf({ displayName: ' ' })).toThrow(ScimRefused);
  });

  it('shows its members where they are wanted', () => {
    expect(wantsMembers({})).toBe(true);
    expect(wantsMembers({ excludedAttributes: 'members' })).toBe(false);
    expect(wantsMembers({ attributes: 'id, displayName' })).toBe(false);
    expect(wantsMembers({ attributes: 'id,members' })).toBe(true);
  });
});
