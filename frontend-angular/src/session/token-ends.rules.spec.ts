import { endsSoon, works } from './token-ends.rules';

const NOW = Date.parse('2026-11-27T10:00:00Z');
const days = (count: number): string => new Date(NOW + count * 86_400_000).toISOString();

it.each([
  ['made for long, fourteen days left', { createdAt: days(-76), expiresAt: days(14) }, true],
  ['fifteen days left', { createdAt: days(-76), expiresAt: days(15) }, false],
  ['made for a week', { createdAt: days(0), expiresAt: days(7) }, false],
  ['over', { createdAt: days(-90), expiresAt: days(-1) }, false],
  ['replaced', { createdAt: days(-90), expiresAt: days(1), replacedAt: days(0) }, false],
  ['revoked', { createdAt: days(-90), expiresAt: days(1), revokedAt: days(0) }, false],
])('says of a token that is %s whether it ends soon', (_, token, soon) => {
  expect(endsSoon(token, NOW)).toBe(soon);
});

it('a token works until its end, or until it is revoked', () => {
  expect(works({ createdAt: days(-1), expiresAt: days(1) }, NOW)).toBe(true);
  expect(works({ createdAt: days(-1), expiresAt: days(0) }, NOW)).toBe(false);
  expect(works({ createdAt: days(-1), expiresAt: days(1), revokedAt: days(0) }, NOW)).toBe(false);
});
