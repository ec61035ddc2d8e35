import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Membership, membershipChanges } from './memberships.rules.js';

const role = fc.constantFrom('observer' as const, 'responder' as const, 'owner' as const);
const userId = fc.constantFrom('a', 'b', 'c', 'd');
const granted = fc.array(fc.record({ userId, role }));
const current = fc.uniqueArray(fc.record({ userId, role, isFromGroup: fc.boolean() }), {
  selector: (one) => one.userId,
});
const after = (all: readonly Membership[], { set, remove }: ReturnType<typeof membershipChanges>) => {
  const held = new Map(all.map((one) => [one.userId, one]));
  for (const gone of remove) held.delete(gone);
  for (const one of set) held.set(one.userId, { ...one, isFromGroup: true });
  return [...held.values()];
};

describe('the memberships of a team with groups', () => {
  it('never touch what was made by hand', () => {
    fc.assert(
      fc.property(granted, current, (wanted, all) => {
        const left = after(all, membershipChanges(wanted, all));
        for (const one of all) if (!one.isFromGroup) expect(left).toContainEqual(one);
      }),
    );
  });

  it('are those of its groups besides, and then rest', () => {
    fc.assert(
      fc.property(granted, current, (wanted, all) => {
        const left = after(all, membershipChanges(wanted, all));
        expect(new Set(left.flatMap((one) => (one.isFromGroup ? [one.userId] : [])))).toEqual(
          new Set(
            wanted
              .map((one) => one.userId)
              .filter((id) => !all.some((one) => one.userId === id && !one.isFromGroup)),
          ),
        );
        expect(membershipChanges(wanted, left)).toEqual({ set: [], remove: [] });
      }),
    );
  });

  it('take the greater of two roles', () => {
    const both = [
      { userId: 'a', role: 'owner' as const },
      { userId: 'a', role: 'observer' as const },
    ];
    expect(membershipChanges(both, [])).toEqual({ set: [{ userId: 'a', role: 'owner' }], remove: [] });
  });
});
