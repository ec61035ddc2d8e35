import type { ApiToken } from '../generated/api/models';
import { shownTokens } from './token-list.rules';

const NOW = Date.parse('2026-11-27T10:00:00Z');
const days = (count: number): string => new Date(NOW + count * 86_400_000).toISOString();
const token = (name: string, given: Partial<ApiToken>): ApiToken => ({
  tokenId: name,
  name,
  hint: 'barry_x',
  ownerId: 'o',
  ownerName: 'Owner',
  ownerKind: 'person',
  scopes: ['read'],
  createdAt: days(-200),
  expiresAt: days(100),
  ...given,
});
const TOKENS = [
  token('busy', { lastUsedAt: days(-1) }),
  token('idle', { lastUsedAt: days(-90) }),
  token('never', { createdAt: days(-89) }),
  token('forgotten', { createdAt: days(-91) }),
  token('late', { lastUsedAt: days(0), expiresAt: days(13) }),
  token('later', { lastUsedAt: days(0), expiresAt: days(3) }),
  token('gone', { expiresAt: days(-1) }),
  token('revoked', { revokedAt: days(-1) }),
];
const names = (show: 'all' | 'unused' | 'ending'): string[] =>
  shownTokens(TOKENS, show, NOW).map(({ name }) => name);

it('shows what works, and nothing that has ended', () => {
  expect(names('all')).toEqual(['busy', 'idle', 'never', 'forgotten', 'late', 'later']);
});

it('a token that was never used counts from when it was made', () => {
  expect(names('unused')).toEqual(['idle', 'forgotten']);
});

it('what ends first is first', () => {
  expect(names('ending')).toEqual(['later', 'late']);
});
