import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '../../platform/errors/invalid-input.js';
import { normalisedTarget } from './contact-methods.rules.js';

describe('the target of a contact method', () => {
  it.each([
    ['+44 20 7946-0000', '+442079460000'],
    ['0081 (90) 1234.5678', '+819012345678'],
    ['+1\u2011212\u2011555\u20110100', '+12125550100'],
  ])('spells the number %s as %s', (given, expected) => {
    expect(normalisedTarget('phone', given)).toBe(expected);
  });

  it.each(['090-1234-5678', '+0 123 456 789', '+44 CALL ME', '+12345', '+1234567890123456'])(
    'refuses %s as a number',
    (given) => {
      expect(() => normalisedTarget('phone', given)).toThrow(InvalidInput);
    },
  );

  it('writes e-mail addresses small and refuses what is none', () => {
    expect(normalisedTarget('email', ' Ada@Example.org ')).toBe('ada@example.org');
    expect(() => normalisedTarget('email', 'ada at home')).toThrow(InvalidInput);
  });

  it('leaves the name in a chat as it is', () => {
    expect(normalisedTarget('chat', ' @Ada ')).toBe('@Ada');
  });
});
