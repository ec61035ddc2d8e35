import { z } from 'zod';

/** Of which group somebody has to be, to be in which team as what. */
export const OidcTeamRule = z.strictObject({
  group: z.string().min(1).max(500),
  /** Its slug. */
  team: z.string().min(1).max(64),
  role: z.enum(['owner', 'responder', 'observer']).default('responder'),
});
export type OidcTeamRule = z.output<typeof OidcTeamRule>;

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host);

/** What proves who somebody is must not be changed on its way; on the way to this very machine nobody stands. */
function isSafeIssuer(text: string): boolean {
  if (text === '') return true;
  const url = URL.parse(text);
  if (!url || url.username !== '' || url.search !== '' || url.hash !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

export const OidcSettings = z.strictObject({
  issuer: z
    .string()
    .refine(isSafeIssuer, 'is an https address without ? and #; http only on this very machine'),
  clientId: z.string().max(500),
  clientSecret: z.string().max(2000),
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'is one scope, without spaces'))
    .refine((scopes) => scopes.includes('openid'), 'openid has to be among them'),
  button: z.string().max(60),
  claims: z.strictObject({ name: z.string().min(1), email: z.string().min(1), groups: z.string().min(1) }),
  assumeEmailVerified: z.boolean(),
  linkByEmail: z.boolean(),
  createUsers: z.boolean(),
  newUsersRole: z.enum(['member', 'read-only']),
  onlyGroups: z.array(z.string().min(1)),
  adminGroups: z.array(z.string().min(1)),
  teams: z.array(OidcTeamRule),
  passwords: z.enum(['everybody', 'admins']),
  sessionHours: z.int().min(1).max(720),
  signOutThere: z.boolean(),
});
export type OidcSettings = z.output<typeof OidcSettings>;

export function oidcFaults(oidc: OidcSettings): readonly string[] {
  if (oidc.issuer === '')
    return oidc.passwords === 'admins'
      ? ['✖ oidc.passwords: without an issuer nobody but the administrators could sign in']
      : [];
  return (['clientId', 'clientSecret'] as const)
    .filter((name) => oidc[name] === '')
    .map((name) => `✖ oidc.${name}: an issuer needs it`);
}
