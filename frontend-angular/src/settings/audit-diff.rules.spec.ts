import { changesOf } from './audit-diff.rules';

it('tells only what differs, by the path of each field', () => {
  const before = { name: 'A', role: 'member', version: 3, limits: { perMinute: 60, burst: 5 } };
  const after = { name: 'A', role: 'admin', version: 4, limits: { perMinute: 90, burst: 5 } };
  expect(changesOf(before, after)).toEqual([
    { field: 'role', before: 'member', after: 'admin' },
    { field: 'limits.perMinute', before: '60', after: '90' },
  ]);
});

it('tells what is new, and what is gone, whole', () => {
  expect(changesOf(undefined, { scopes: ['read', 'alerts:write'], trusted: false })).toEqual([
    { field: 'scopes', before: undefined, after: 'read, alerts:write' },
    { field: 'trusted', before: undefined, after: 'false' },
  ]);
  expect(changesOf({ steps: [{ ring: 60 }] }, null)).toEqual([
    { field: 'steps', before: '[{"ring":60}]', after: undefined },
  ]);
});

it('a list in another order is another list', () => {
  expect(changesOf({ order: ['a', 'b'] }, { order: ['b', 'a'] })).toHaveLength(1);
  expect(changesOf('a word', 'another')).toEqual([{ field: 'value', before: 'a word', after: 'another' }]);
});
