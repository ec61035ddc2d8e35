import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  isFactorRequired,
  RECOVERY_BYTES,
  recoveryCodeOf,
  typedCode,
  waitAfterMs,
} from './second-factor.rules.js';

const bytes = fc
  .uint8Array({ minLength: RECOVERY_BYTES, maxLength: RECOVERY_BYTES })
  .map((given) => Buffer.from(given));

describe('a recovery code', () => {
  it('is read however it is written', () => {
    fc.assert(
      fc.property(bytes, fc.boolean(), fc.constantFrom('', ' ', '-', ' - '), (given, isLoud, between) => {
        const code = recoveryCodeOf(given);
        const written = code.split('-').join(between);
        expect(typedCode(isLoud ? written.toUpperCase() : written)).toEqual({ kind: 'recovery', code });
      }),
    );
  });

  it('has signs that are not taken for another, and 80 bits', () => {
    expect(recoveryCodeOf(Buffer.alloc(10, 255))).toBe('zzzz-zzzz-zzzz-zzzz');
    expect(typedCode('OOOO-iiii-LLLL-0000')).toEqual({ kind: 'recovery', code: '0000-1111-1111-0000' });
    fc.assert(fc.property(bytes, bytes, (a, b) => (recoveryCodeOf(a) === recoveryCodeOf(b)) === a.equals(b)));
  });

  it('is never a code of six digits, nor is one of these a recovery code', () => {
    expect(typedCode(' 123 456 ')).toEqual({ kind: 'code', code: '123456' });
    expect(typedCode('１２３４５６')).toEqual({ kind: 'code', code: '123456' });
    for (const typed of ['', '12345', '1234567', 'uuuu-uuuu-uuuu-uuuu', 'hunter2'])
      expect(typedCode(typed).kind).toBe('neither');
  });
});

describe('wrong codes in a row', () => {
  it('cost a few nothing, then ever more, and never more than an hour', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map(waitAfterMs)).toEqual([0, 0, 0, 0, 30_000, 60_000, 120_000]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (wrong) => {
        expect(waitAfterMs(wrong + 1)).toBeGreaterThanOrEqual(waitAfterMs(wrong));
        expect(waitAfterMs(wrong)).toBeLessThanOrEqual(3_600_000);
      }),
    );
  });
});

describe('who needs a second factor', () => {
  it.each([
    ['nobody', 'admin', false],
    ['admins', 'admin', true],
    ['admins', 'member', false],
    ['everybody', 'read-only', true],
  ] as const)('%s, for a user who is %s: %s', (rule, role, expected) => {
    expect(isFactorRequired(rule, role)).toBe(expected);
  });
});
