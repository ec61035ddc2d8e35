import type { User } from '../generated/api/models';
import { factorNeed } from './factor-need.rules';

const user = (name: string, given: Partial<User>): User => ({
  userId: name,
  name,
  kind: 'person',
  email: `${name}@example.org`,
  role: 'member',
  locale: 'en',
  timeZone: 'UTC',
  disabled: false,
  createdAt: '2026-11-27T00:00:00Z',
  version: 1,
  ...given,
});
const USERS = [
  user('admin', { role: 'admin' }),
  user('careful', {}),
  user('careless', {}),
  user('gone', { disabled: true }),
  user('script', { kind: 'service', role: 'admin' }),
];
const names = (users: readonly User[]): string[] => users.map(({ name }) => name);

it.each([
  ['nobody', [], []],
  ['admins', ['admin'], ['admin']],
  ['everybody', ['admin', 'careful', 'careless'], ['admin', 'careless']],
] as const)('%s: who needs one, and who lacks it', (rule, needed, without) => {
  const need = factorNeed(rule, USERS, new Set(['careful']));
  expect(names(need.needed)).toEqual(needed);
  expect(names(need.without)).toEqual(without);
});
