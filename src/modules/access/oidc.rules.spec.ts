import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OidcTeamRule } from '../../platform/config/oidc.schema.js';
import { claimsOf, returnTo, verdictOn } from './oidc.rules.js';

const SETTINGS = { claims: { name: 'name', email: 'email', groups: 'groups' }, assumeEmailVerified: false };
const NOTHING = { onlyGroups: [], adminGroups: [], teams: [] };

describe('what a provider says of somebody', () => {
  it('is read where the settings say, into objects too', () => {
    const said = { preferred_username: 'Ada ', mail: 'a@b.org', realm_access: { roles: ['x', 7, 'x', ''] } };
    const claims = { name: 'preferred_username', email: 'mail', groups: 'realm_access.roles' };
    expect(claimsOf(said, { ...SETTINGS, claims })).toEqual({
      name: 'Ada',
      email: 'a@b.org',
      isEmailVerified: false,
      groups: ['x'],
      areGroupsMissing: false,
    });
  });

  it('takes one group for a list of one, and nothing of what everybody inherits', () => {
    expect(claimsOf({ groups: 'sre' }, SETTINGS).groups).toEqual(['sre']);
    const claims = { name: 'constructor.name', email: 'email', groups: '__proto__' };
    expect(claimsOf({}, { ...SETTINGS, claims })).toMatchObject({ name: undefined, groups: [] });
  });

  it('takes an address for proved only if that is said, or assumed where nothing is said', () => {
    const verified = (value: unknown, assumeEmailVerified = false) =>
      claimsOf({ email_verified: value }, { ...SETTINGS, assumeEmailVerified }).isEmailVerified;
    expect([true, 'true', false, 'false', undefined, 1].map((value) => verified(value))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect([undefined, false, 'false'].map((value) => verified(value, true))).toEqual([true, false, false]);
  });

  it('lets nobody in whose groups stand elsewhere, once groups decide', () => {
    const claims = claimsOf({ _claim_names: { groups: 'src1' } }, SETTINGS);
    expect(verdictOn(claims, NOTHING).admitted).toBe(true);
    expect(verdictOn(claims, { ...NOTHING, adminGroups: ['a'] })).toEqual({
      admitted: false,
      why: 'SSO_GROUPS_MISSING',
    });
  });

  it('never throws, whatever is said', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), (said) => {
        const claims = claimsOf(said, SETTINGS);
        verdictOn(claims, { ...NOTHING, onlyGroups: ['a'] });
        return claims.email === undefined || claims.email.includes('@');
      }),
    );
  });
});

describe('what groups give', () => {
  const role = fc.constantFrom('owner' as const, 'responder' as const, 'observer' as const);
  const rule = fc.record({
    group: fc.constantFrom('a', 'b', 'c'),
    team: fc.constantFrom('x', 'y'),
    role,
  });

  it('does not depend on the order of the rules, and is never less for being in more groups', () => {
    const rank = { observer: 1, responder: 2, owner: 3 };
    const teamsOf = (groups: string[], teams: OidcTeamRule[]) => {
      const verdict = verdictOn({ groups, areGroupsMissing: false }, { ...NOTHING, teams });
      return verdict.admitted ? verdict.teams : new Map<string, keyof typeof rank>();
    };
    fc.assert(
      fc.property(fc.array(rule), fc.subarray(['a', 'b', 'c']), (teams, groups) => {
        const some = teamsOf(groups, teams);
        const turned = teamsOf(groups, [...teams].reverse());
        const all = teamsOf(['a', 'b', 'c'], teams);
        expect(new Map([...turned].sort())).toEqual(new Map([...some].sort()));
        for (const [team, held] of some)
          expect(rank[all.get(team) ?? 'observer']).toBeGreaterThanOrEqual(rank[held]);
      }),
    );
  });
});

describe('the way back', () => {
  it.each(['/', '/incidents/7?tab=story#c1', '/a/../b'])('leads to a page of ours: %s', (path) => {
    expect(returnTo(path)).toBe(new URL(path, 'http://x').href.slice('http://x'.length));
  });

  it('leads nowhere else, whatever is asked', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((text) => `/${text}`),
        ),
        (asked) => {
          const found = new URL(returnTo(asked), 'https://barry.example/x/y');
          return found.origin === 'https://barry.example' && !found.pathname.startsWith('/api/');
        },
      ),
    );
    for (const asked of [
      '//e.org',
      '/\\e.org',
      '/..//e.org',
      '/%2e%2e//e.org',
      'https://e.org',
      ['/x'],
      undefined,
    ])
      expect(returnTo(asked)).toBe('/');
  });
});
