import { createHash, hash } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const HINT = 4;

/** RFC 4648 in small letters, without padding: survives being read aloud, typed and put into an address. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let [bits, held] = [0, 0];
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(held >>> bits) & 31] ?? '';
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + (ALPHABET[(held << (5 - bits)) & 31] ?? '') : text;
}

/** Looked up by this; the key itself is nowhere in clear. */
export const hashOfKey = (key: string): Buffer => createHash('sha256').update(key).digest();

/** The same as text, for what is held in memory: asked for with every request. */
export const nameOfKey = (key: string): string => hash('sha256', key, 'base64');

export const hintOf = (key: string): string => `…${key.slice(-HINT)}`;

/** An address as it may be kept and shown. */
export const withoutKey = (path: string, key: string | undefined): string =>
  key ? path.replaceAll(key, '…').replaceAll(encodeURIComponent(key), '…') : path;

/** A body as it may be kept: as long as it was, and readable still, with stars where its key is. */
export function bytesWithoutKey(body: Uint8Array, key: string | undefined): Buffer {
  const kept = Buffer.from(body);
  if (!key) return kept;
  const bytes = Buffer.from(key);
  for (let at = kept.indexOf(bytes); at !== -1; at = kept.indexOf(bytes, at + bytes.length))
    kept.fill('*', at, at + bytes.length);
  return kept;
}

/** Parts of names of what proves something; `dedup_key` and `Idempotency-Key` prove nothing and are read again. */
const TELLING_PART =
  /token|secret|signature|credential|passw|bearer|jwt|hmac|(api|access|routing|service|private|integration)[-_]?key/;
const TELLING_NAME =
  /^(authorization|proxy-authorization|cookie|set-cookie|(x-)?(auth|key|sig|pwd)([-_].*)?|(.*[-_])?session([-_]id)?)$/;
const isTelling = (name: string): boolean => TELLING_NAME.test(name) || TELLING_PART.test(name);

/** Headers as they may be kept: what proves something is cut. */
export const withoutProofs = (
  headers: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, isTelling(name.toLowerCase()) ? '…' : value]],
    ),
  );
