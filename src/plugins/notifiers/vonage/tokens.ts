import { createHash, createHmac, createSign, randomUUID, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Delivery } from '../../kit/index.js';
import { pemOf, type Settings } from './settings.js';

const LASTS_SECONDS = 300;
/** Vonage repeats a callback for a while; an older one has been seen by somebody else. */
const MAX_AGE_SECONDS = 15 * 60;

const Header = z.object({ alg: z.literal('HS256') });
const Claims = z.object({
  iat: z.number(),
  api_key: z.string(),
  application_id: z.string().optional(),
  payload_hash: z.string(),
});

/** What every request to Vonage carries. */
export function bearer({ applicationId, privateKey }: Settings, now: Date): string {
  const iat = Math.floor(now.getTime() / 1000);
  const claims = { application_id: applicationId, iat, exp: iat + LASTS_SECONDS, jti: randomUUID() };
  const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(pemOf(privateKey.reveal()), 'base64url')}`;
}

/** Every callback carries a token of the account, over its body. */
export function isGenuine({ headers, rawBody, receivedAt }: Delivery, settings: Settings): boolean {
  const [, token = ''] = /^Bearer ([\w.-]+)$/i.exec(headers['authorization'] ?? '') ?? [];
  const [header = '', claims = '', signature = ''] = token.split('.');
  const expected = createHmac('sha256', settings.signatureSecret.reveal())
    .update(`${header}.${claims}`)
    .digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
  if (!Header.safeParse(read(header)).success) return false;
  const said = Claims.safeParse(read(claims)).data;
  return (
    said !== undefined &&
    said.api_key === settings.apiKey &&
    (said.application_id ?? settings.applicationId) === settings.applicationId &&
    said.payload_hash === createHash('sha256').update(rawBody).digest('hex') &&
    Math.abs(receivedAt.getTime() / 1000 - said.iat) < MAX_AGE_SECONDS
  );
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function read(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown;
  } catch {
    return undefined;
  }
}
