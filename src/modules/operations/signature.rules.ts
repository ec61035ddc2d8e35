import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the two clocks may be apart; a beat that somebody kept is no proof after that. */
const WINDOW_MS = 5 * 60_000;

export type Proof =
  { readonly verdict: 'genuine'; readonly signedAt: Date } | { readonly verdict: 'forged' | 'untimely' };

/** The time is signed with the body: `t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>" in hex>`. */
export function signatureOf(body: Uint8Array, secret: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  return `t=${seconds},v1=${macOf(seconds, body, secret).toString('hex')}`;
}

export function proofOf(header: string | undefined, body: Uint8Array, secret: string, now: Date): Proof {
  const found = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '');
  if (!found) return { verdict: 'forged' };
  const [, seconds = '', mac = ''] = found;
  // Both have 32 bytes: how long it takes says nothing about where they differ.
  if (!timingSafeEqual(Buffer.from(mac, 'hex'), macOf(Number(seconds), body, secret)))
    return { verdict: 'forged' };
  const signedAt = new Date(Number(seconds) * 1000);
  if (Math.abs(now.getTime() - signedAt.getTime()) > WINDOW_MS) return { verdict: 'untimely' };
  return { verdict: 'genuine', signedAt };
}

const macOf = (seconds: number, body: Uint8Array, secret: string): Buffer =>
  createHmac('sha256', secret).update(`${seconds}.`).update(body).digest();
