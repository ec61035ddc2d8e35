import { expect, it } from '@jest/globals';
import { isSameSecret } from './same-secret.js';

it('compares secrets of any length', () => {
  expect(isSameSecret('secret', 'secret')).toBe(true);
  for (const wrong of ['', 'secre', 'secrets', 'Secret']) expect(isSameSecret(wrong, 'secret')).toBe(false);
});
