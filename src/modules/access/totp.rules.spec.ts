import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { base32, codeOf, factorAddress, minutesOff, STEP_MS, stepAt, stepOf } from './totp.rules.js';

const RFC_SECRET = Buffer.from('12345678901234567890');
const secrets = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => Buffer.from(bytes));
const instants = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => new Date(seconds * 1000));

describe('a code of six digits', () => {
  it.each([
    [0, '755224'],
    [1, '287082'],
    [2, '359152'],
    [3, '969429'],
    [4, '338314'],
    [5, '254676'],
    [6, '287922'],
    [7, '162583'],
    [8, '399871'],
    [9, '520489'],
  ])('is that of RFC 4226, appendix D, for the counter %i', (counter, code) => {
    expect(codeOf(RFC_SECRET, counter)).toBe(code);
  });

  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('is that of RFC 6238, appendix B, at second %i', (second, code) => {
    expect(codeOf(RFC_SECRET, stepAt(new Date(second * 1000)), 8)).toBe(code);
  });

  it('counts in its own half minute and in the two beside it', () => {
    fc.assert(
      fc.property(secrets, instants, fc.integer({ min: -1, max: 1 }), (secret, now, away) => {
        fc.pre(stepAt(now) + away >= 0);
        const found = stepOf(secret, codeOf(secret, stepAt(now) + away), now);
        expect(Math.abs((found ?? Infinity) - stepAt(now))).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('counts in no half minute further away', () => {
    const away = fc.constantFrom(-3, -2, 2, 3);
    fc.assert(
      fc.property(secrets, instants, away, (secret, now, steps) => {
        fc.pre(stepAt(now) + steps >= 0);
        const code = codeOf(secret, stepAt(now) + steps);
        // One in some 300,000 is by chance that of a half minute nearby.
        fc.pre(![-1, 0, 1].some((near) => codeOf(secret, Math.max(0, stepAt(now) + near)) === code));
        expect(stepOf(secret, code, now)).toBeUndefined();
      }),
    );
  });

  it('that is refused is the code of no half minute nearby', () => {
    const code = fc.integer({ min: 0, max: 999_999 }).map((n) => String(n).padStart(6, '0'));
    fc.assert(
      fc.property(secrets, instants, code, (secret, now, typed) => {
        const near = [-1, 0, 1].map((away) => stepAt(now) + away).filter((step) => step >= 0);
        const isOne = near.some((step) => codeOf(secret, step) === typed);
        expect(stepOf(secret, typed, now) !== undefined).toBe(isOne);
      }),
    );
  });

  it('of a clock that is wrong is known as such, and does not count', () => {
    const now = new Date(1_800_000_000_000);
    const typed = codeOf(RFC_SECRET, stepAt(new Date(now.getTime() + 7 * 60_000)));
    expect(stepOf(RFC_SECRET, typed, now)).toBeUndefined();
    expect(minutesOff(RFC_SECRET, typed, now)).toBe(7);
    expect(minutesOff(RFC_SECRET, codeOf(RFC_SECRET, stepAt(now) + 4000), now)).toBeUndefined();
    expect(STEP_MS).toBe(30_000);
  });
});

describe('what an authenticator app is given', () => {
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('is base 32 as in RFC 4648, without its padding: %s', (text, coded) => {
    expect(base32(Buffer.from(text))).toBe(coded);
  });

  it('names whose it is, whatever signs are in the name', () => {
    const address = new URL(factorAddress(RFC_SECRET, 'ada+x@example.org', 'Barry: Ops & 運用'));
    expect(address.protocol).toBe('otpauth:');
    expect(address.searchParams.get('issuer')).toBe('Barry: Ops & 運用');
    expect(address.searchParams.get('secret')).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    expect(decodeURIComponent(address.pathname)).toContain('ada+x@example.org');
  });
});
