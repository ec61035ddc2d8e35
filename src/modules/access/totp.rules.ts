import { createHmac, timingSafeEqual } from 'node:crypto';

/** RFC 6238 as every authenticator app has it by default: SHA-1, six digits, half a minute. */
export const STEP_MS = 30_000;
const DIGITS = 6;
/** A code of the half minute before or after counts: clocks differ, and people type slowly. */
const WINDOW = 1;
/** How far a clock may be wrong for us to be able to say so. */
const SKEW_STEPS = 40;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export const stepAt = (now: Date): number => Math.floor(now.getTime() / STEP_MS);

/** RFC 4226, 5.3. */
export function codeOf(secret: Buffer, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/** The half minute whose code this is, if it is near enough to now. */
export const stepOf = (secret: Buffer, code: string, now: Date): number | undefined =>
  stepWithin(secret, code, now, WINDOW);

/** How far the clock that made this code is from ours, in whole minutes; undefined: it is no code of this secret. */
export function minutesOff(secret: Buffer, code: string, now: Date): number | undefined {
  const step = stepWithin(secret, code, now, SKEW_STEPS);
  return step === undefined ? undefined : Math.round(((step - stepAt(now)) * STEP_MS) / 60_000);
}

function stepWithin(secret: Buffer, code: string, now: Date, window: number): number | undefined {
  const given = Buffer.from(code);
  const near = stepAt(now);
  let found: number | undefined;
  // All are compared, so that the time it takes says nothing.
  for (let step = Math.max(0, near - window); step <= near + window; step += 1) {
    const expected = Buffer.from(codeOf(secret, step));
    if (expected.length === given.length && timingSafeEqual(expected, given)) found ??= step;
  }
  return found;
}

/** As people type a secret into an app that cannot scan. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

/** What the QR code says; the form is the one that authenticator apps agree on. */
export function factorAddress(secret: Buffer, account: string, issuer: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${DIGITS}&period=${STEP_MS / 1000}`;
}
