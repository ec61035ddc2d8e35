import { SCOPE } from '../generated/api/models/scope-array';
import { byModule, isImplied, offeredScopes, SCOPE_MODULES, scopeOf, toggled } from './scopes.rules';

it('all modules come first, and each module once', () => {
  expect(SCOPE_MODULES[0]).toBeUndefined();
  expect(SCOPE_MODULES).toContain('escalation');
  expect(new Set(SCOPE_MODULES).size).toBe(SCOPE_MODULES.length);
});

it('only calls ring, and the timeline is only read', () => {
  expect(scopeOf('escalation', 'ring')).toBe('escalation:ring');
  expect(scopeOf('alerts', 'ring')).toBeUndefined();
  expect(scopeOf('timeline', 'write')).toBeUndefined();
});

it('what is offered is what the role may', () => {
  expect(offeredScopes('admin').size).toBe(SCOPE.length);
  expect(offeredScopes('member').has('operations:write')).toBe(false);
  expect(offeredScopes('member').has('ring')).toBe(true);
  const looks = offeredScopes('read-only');
  expect(looks.has('write')).toBe(false);
  expect(looks.has('escalation:ring')).toBe(false);
  expect([...looks].filter((scope) => scope.endsWith('write'))).toEqual(['access:write']);
});

it('what a wide scope gives is not named again', () => {
  const narrow = toggled(toggled(['alerts:read'], 'alerts:write'), 'incidents:read');
  expect(narrow).toEqual(['alerts:read', 'alerts:write', 'incidents:read']);
  expect(toggled(narrow, 'read')).toEqual(['read', 'alerts:write']);
  expect(isImplied(['read'], 'alerts:read')).toBe(true);
  expect(isImplied(['read'], 'read')).toBe(false);
  expect(toggled(['read'], 'read')).toEqual([]);
});

it('is told by module, all modules first', () => {
  expect(byModule(['escalation:ring', 'read', 'alerts:write', 'escalation:write'])).toEqual([
    { module: 'all', kinds: ['read'] },
    { module: 'alerts', kinds: ['write'] },
    { module: 'escalation', kinds: ['write', 'ring'] },
  ]);
});
