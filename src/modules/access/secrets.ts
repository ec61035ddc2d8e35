import { createHash, randomBytes } from 'node:crypto';

/** 32 random bytes behind a prefix that says what it is, to people and to secret scanners. */
export const newSecret = (prefix: string): string => prefix + randomBytes(32).toString('base64url');

/** The secret has 256 bits of its own, so a plain digest is enough; it is never stored itself. */
export const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

export const SESSION_PREFIX = 'barry_s_';
export const TOKEN_PREFIX = 'barry_t_';
export const DEVICE_PREFIX = 'barry_d_';
export const ADMIN_LINK_PREFIX = 'barry_a_';
export const PASSWORD_LINK_PREFIX = 'barry_p_';
/** Of somebody whose password was right, and who has more to show. */
export const TICKET_PREFIX = 'barry_f_';
