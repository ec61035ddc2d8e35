import { randomBytes } from 'node:crypto';
import helmet from '@fastify/helmet';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { placeOf, policyOf } from './content-policy.rules.js';

/** What no page of ours asks a browser for; the app rings, so it may play and vibrate. */
const NOT_ASKED_FOR = ['accelerometer', 'camera', 'geolocation', 'gyroscope', 'magnetometer', 'microphone'];
const PERMISSIONS = [...NOT_ASKED_FOR, 'midi', 'payment', 'usb', 'display-capture', 'browsing-topics']
  .map((name) => `${name}=()`)
  .join(', ');

const YEAR_SECONDS = 31_536_000;

const nonces = new WeakMap<FastifyRequest, string>();

/** Of this answer alone; empty where the policy of the page has none. */
export const nonceOf = (request: FastifyRequest): string => nonces.get(request) ?? '';

/** What browsers are told with every answer, so that what somebody smuggles into a page does nothing there. */
export async function sendBrowserHeaders(
  fastify: FastifyInstance,
  { isHttps }: { readonly isHttps: boolean },
): Promise<void> {
  await fastify.register(helmet, {
    contentSecurityPolicy: false,
    frameguard: { action: 'deny' },
    // Whether other hosts below the domain speak TLS is not ours to say.
    strictTransportSecurity: isHttps && { maxAge: YEAR_SECONDS, includeSubDomains: false },
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    const path = request.url.split('?')[0] ?? '/';
    const place = placeOf(path);
    const nonce = place === 'console' ? randomBytes(16).toString('base64') : '';
    if (nonce !== '') nonces.set(request, nonce);
    void reply
      .header('content-security-policy', policyOf(place, nonce))
      .header('permissions-policy', PERMISSIONS);
    // What the API says is of one moment and one person. Streams and files say for themselves what may be kept.
    if (place === 'data') void reply.header('cache-control', 'no-store');
    done();
  });
}
