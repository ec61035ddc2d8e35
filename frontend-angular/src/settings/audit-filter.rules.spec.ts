import { auditFilterOf, checkpointIn, exportAddress } from './audit-filter.rules';

const WHO = '0198c1a0-0000-7000-8000-000000000001';

it('asks for what the address of the page says', () => {
  expect(
    auditFilterOf({ who: WHO, action: 'token', q: ' disabled ', from: '2026-11-27T03:00:00+09:00' }),
  ).toEqual({ actorId: WHO, action: 'token', query: 'disabled', from: '2026-11-26T18:00:00.000Z' });
});

it('takes what was mistyped for nothing', () => {
  expect(auditFilterOf({ who: 'me', q: '  ', from: 'yesterday', until: undefined })).toEqual({});
});

it('exports what is shown', () => {
  expect(exportAddress({ action: 'user.updated', query: 'a&b' }, 'csv')).toBe(
    '/api/v1/audit/export?format=csv&action=user.updated&query=a%26b',
  );
});

it('reads a checkpoint, and nothing that is none', () => {
  const hash = 'ab'.repeat(32);
  expect(checkpointIn(` 12:${hash} `)).toEqual({ number: 12, hash });
  expect(checkpointIn(`0:${hash}`)).toBeUndefined();
  expect(checkpointIn(hash)).toBeUndefined();
});
