import { describe, expect, it } from '@jest/globals';
import { shownLogin } from './tried-login.rules.js';

describe('what was typed as an address', () => {
  it.each([
    ['ada@example.org', 'ada@example.org'],
    ['  ada@example.org ', 'ada@example.org'],
    ['correct horse battery', 'co…'],
    ['P@ssword', 'P@…'],
    ['ada\u001b[2J@example.org', 'ada[2J@example.org'],
    [`${'a'.repeat(190)}@x.org`, `${'a'.repeat(79)}…`],
  ])('%j is shown as %j', (typed, shown) => {
    expect(shownLogin(typed)).toBe(shown);
  });
});
