import type { OrgRoleName } from '../../platform/auth/caller.js';

export type FactorRule = 'nobody' | 'admins' | 'everybody';
export const isFactorRequired = (rule: FactorRule, role: OrgRoleName): boolean =>
  rule === 'everybody' || (rule === 'admins' && role === 'admin');

/** Slips of the finger cost nothing. */
const FREE = 4;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 60 * 60_000;
/** So many in a row are no slips: whoever owns the account is told. */
export const TELLING = 5;

/**
 * How long no code is looked at after so many wrong ones in a row. Whoever guesses has the password already, so nobody
 * else can bring this about; at one guess an hour a code is found in decades. Recovery codes are looked at all the
 * while: they cannot be guessed.
 */
export function waitAfterMs(wrongInRow: number): number {
  if (wrongInRow <= FREE) return 0;
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(wrongInRow - FREE - 1, 20));
}

export const RECOVERY_CODES = 10;
/** No sign of it can be taken for another one. */
const SIGNS = '0123456789abcdefghjkmnpqrstvwxyz';
export const RECOVERY_BYTES = 10;

/** 80 bits in four groups, for a sheet of paper. */
export function recoveryCodeOf(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const signs = (bits.match(/.{5}/g) ?? []).map((five) => SIGNS[Number.parseInt(five, 2)]);
  return (signs.join('').match(/.{4}/g) ?? []).join('-');
}

export type TypedCode =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'recovery'; readonly code: string }
  | { readonly kind: 'neither' };

/** What people type: with spaces, in capitals, with an O for a nought. */
export function typedCode(typed: string): TypedCode {
  const signs = typed.normalize('NFKC').toLowerCase().replace(/[\s-]/g, '');
  if (/^\d{6}$/.test(signs)) return { kind: 'code', code: signs };
  const read = signs.replace(/o/g, '0').replace(/[il]/g, '1');
  if (!/^[0-9a-hjkmnp-tv-z]{16}$/.test(read)) return { kind: 'neither' };
  return { kind: 'recovery', code: (read.match(/.{4}/g) ?? []).join('-') };
}
