import { SECURE_SESSION_COOKIE, SESSION_COOKIE } from '../../platform/auth/auth.guard.js';

/** Out of reach for scripts, and for what other pages send off. */
export const cookie = (name: string, value: string, maxAgeSeconds: number, secure: boolean): string =>
  [
    `${name}=${value}`,
    'Path=/',
    `Max-Age=${maxAgeSeconds}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(secure ? ['Secure'] : []),
  ].join('; ');

export const sessionCookie = (token: string, maxAgeSeconds: number, secure: boolean): string =>
  cookie(secure ? SECURE_SESSION_COOKIE : SESSION_COOKIE, token, maxAgeSeconds, secure);
