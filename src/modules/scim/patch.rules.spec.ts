import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changesOf, memberOf, MOST_CHANGES } from './patch.rules.js';
import { ScimRefused } from './scim.errors.js';

const patch = (...Operations: readonly unknown[]): object => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
});

describe('a PATCH', () => {
  it('is read in the forms of Entra ID', () => {
    expect(changesOf(patch({ op: 'Replace', path: 'active', value: 'False' }))).toEqual([
      { op: 'replace', path: 'active', value: 'False' },
    ]);
    const member = { op: 'Remove', path: 'members', value: [{ value: 'u1' }] };
    expect(changesOf(patch(member))).toEqual([{ op: 'remove', path: 'members', value: [{ value: 'u1' }] }]);
    const email = { op: 'Add', path: 'emails[type eq "work"].value', value: 'a@b.org' };
    expect(changesOf(patch(email))).toEqual([{ op: 'add', path: email.path, value: 'a@b.org' }]);
    const dotted = { op: 'replace', value: { 'name.givenName': 'Mio', active: false } };
    expect(changesOf(patch(dotted))).toEqual([
      { op: 'replace', path: 'name.givenname', value: 'Mio' },
      { op: 'replace', path: 'active', value: false },
    ]);
  });

  it('is read in the forms of Okta', () => {
    expect(changesOf(patch({ op: 'replace', value: { active: false } }))).toEqual([
      { op: 'replace', path: 'active', value: false },
    ]);
    expect(changesOf(patch({ op: 'replace', value: { id: 'g1', displayName: 'On call' } }))).toMatchObject([
      { path: 'id' },
      { path: 'displayname', value: 'On call' },
    ]);
    const [change] = changesOf(patch({ op: 'remove', path: 'members[value eq "u1"]' }));
    expect(memberOf(change?.path ?? '')).toBe('u1');
    const urn = 'urn:ietf:params:scim:schemas:core:2.0:User:name.familyName';
    expect(changesOf(patch({ op: 'add', path: urn, value: 'X' }))).toMatchObject([
      { path: 'name.familyname' },
    ]);
  });

  it.each([
    undefined,
    [],
    {},
    { Operations: [] },
    { Operations: 'x' },
    patch('x'),
    patch({ op: 'move', path: 'a' }),
    patch({ path: 'a', value: 1 }),
    patch({ op: 'remove' }),
    patch({ op: 'replace', value: 'x' }),
    patch({ op: 'replace', path: 7, value: 'x' }),
    patch({ op: 'add', path: 'x'.repeat(1000), value: 'x' }),
    patch(...Array.from({ length: MOST_CHANGES + 1 }, () => ({ op: 'add', path: 'a', value: 1 }))),
    patch({ op: 'add', value: Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`a${i}`, i])) }),
  ])('refuses %#', (body) => {
    expect(() => changesOf(body)).toThrow(ScimRefused);
  });

  it('answers or refuses, and does nothing else, whatever is sent', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.array(fc.dictionary(fc.constantFrom('op', 'path', 'value'), fc.jsonValue())),
        (body, operations) => {
          for (const sent of [body, patch(...operations)])
            try {
              changesOf(sent);
            } catch (error) {
              expect(error).toBeInstanceOf(ScimRefused);
            }
        },
      ),
    );
  });
});
