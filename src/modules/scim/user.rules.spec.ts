import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changesOf } from './patch.rules.js';
import { ScimRefused } from './scim.errors.js';
import { isSameUser, newUser, patched, replaced, type UserAttributes } from './user.rules.js';

const HOUSE = { locale: 'en', timeZone: 'UTC' } as const;
const mio: UserAttributes = newUser(
  {
    userName: 'mio@example.org',
    externalId: 'e1',
    name: { givenName: 'Mio', familyName: 'Sato' },
    emails: [{ value: 'other@example.org' }, { value: 'mio@example.org', primary: true }],
    preferredLanguage: 'ja-JP',
    timezone: 'Asia/Tokyo',
  },
  HOUSE,
);
const patch = (...Operations: readonly object[]): UserAttributes => patched(changesOf({ Operations }), mio);

describe('somebody whom a directory names', () => {
  it('is read with what Barry keeps', () => {
    expect(mio).toEqual({
      userName: 'mio@example.org',
      externalId: 'e1',
      givenName: 'Mio',
      familyName: 'Sato',
      displayName: 'Mio Sato',
      email: 'mio@example.org',
      active: true,
      locale: 'ja',
      timeZone: 'Asia/Tokyo',
    });
    expect(newUser({ UserName: 'a@b.org' }, HOUSE)).toMatchObject({
      displayName: 'a@b.org',
      email: 'a@b.org',
    });
  });

  it('is deactivated in whatever words', () => {
    expect(patch({ op: 'Replace', path: 'active', value: 'False' }).active).toBe(false);
    expect(patch({ op: 'replace', value: { active: false } }).active).toBe(false);
    expect(patch({ op: 'add', path: 'active', value: 'true' }).active).toBe(true);
    expect(() => patch({ op: 'replace', path: 'active', value: 'perhaps' })).toThrow(ScimRefused);
  });

  it('does not come back by a PUT that says nothing of it', () => {
    const gone = { ...mio, active: false };
    expect(replaced({ userName: 'mio@example.org' }, gone).active).toBe(false);
    expect(replaced({ userName: 'mio@example.org', active: true }, gone).active).toBe(true);
  });

  it('has another name when a part of it changes, unless it was called something else', () => {
    expect(patch({ op: 'replace', path: 'name.familyName', value: 'Ito' }).displayName).toBe('Mio Ito');
    const called = { ...mio, displayName: 'M.' };
    const changes = changesOf({ Operations: [{ op: 'replace', path: 'name.familyName', value: 'Ito' }] });
    expect(patched(changes, called).displayName).toBe('M.');
    expect(patch({ op: 'replace', value: { displayName: 'Em' } }).displayName).toBe('Em');
  });

  it('keeps an address: it changes, and does not go', () => {
    const path = 'emails[type eq "work"].value';
    expect(patch({ op: 'Add', path, value: 'new@example.org' }).email).toBe('new@example.org');
    expect(patch({ op: 'remove', path }).email).toBe('mio@example.org');
    expect(patch({ op: 'replace', path: 'emails', value: [{ value: 'x@y.org' }] }).email).toBe('x@y.org');
    expect(() => patch({ op: 'replace', path, value: 'no address' })).toThrow(ScimRefused);
  });

  it('is the same after what Barry keeps nothing of', () => {
    const extension = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department';
    const same = patch(
      { op: 'add', path: extension, value: 'IT' },
      { op: 'add', path: 'phoneNumbers[type eq "mobile"].value', value: '+81312345678' },
    );
    expect(isSameUser(same, mio)).toBe(true);
    expect(isSameUser({ ...mio, active: false }, mio)).toBe(false);
  });

  it.each([undefined, 'x', [], {}, { userName: 7 }, { userName: 'x'.repeat(500) }])('is not %j', (body) => {
    expect(() => newUser(body, HOUSE)).toThrow(ScimRefused);
  });

  it('is read or refused, whatever is sent', () => {
    const key = fc.constantFrom('userName', 'emails', 'name', 'active', 'displayName', 'timezone', 'locale');
    fc.assert(
      fc.property(fc.dictionary(key, fc.jsonValue()), (body) => {
        for (const read of [() => newUser(body, HOUSE), () => patch({ op: 'replace', value: body })])
          try {
            expect(read().userName).not.toBe('');
          } catch (error) {
            expect(error).toBeInstanceOf(ScimRefused);
          }
      }),
    );
  });
});
