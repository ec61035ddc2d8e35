import type { TeamRoleName } from '../../platform/auth/caller.js';
import type { OidcSettings } from '../../platform/config/oidc.schema.js';

type Said = Readonly<Record<string, unknown>>;

/** What a provider says of somebody, as far as it matters here. */
export interface OidcClaims {
  readonly name: string | undefined;
  readonly email: string | undefined;
  readonly isEmailVerified: boolean;
  readonly groups: readonly string[];
  /** They are in more groups than the provider writes down: which is not known. */
  readonly areGroupsMissing: boolean;
}

export type OidcVerdict =
  | { readonly admitted: false; readonly why: 'SSO_GROUPS_MISSING' | 'SSO_NOT_IN_GROUP' }
  | {
      readonly admitted: true;
      readonly isAdmin: boolean;
      /** By the slug of the team. */
      readonly teams: ReadonlyMap<string, TeamRoleName>;
    };

export function claimsOf(said: Said, oidc: Pick<OidcSettings, 'claims' | 'assumeEmailVerified'>): OidcClaims {
  const verified = said['email_verified'];
  return {
    name: textOf(at(said, oidc.claims.name))?.slice(0, 100),
    email: emailOf(at(said, oidc.claims.email)),
    // One that says no is believed, whatever the settings assume.
    isEmailVerified:
      verified === true || verified === 'true' || (verified === undefined && oidc.assumeEmailVerified),
    groups: groupsOf(at(said, oidc.claims.groups)),
    areGroupsMissing: isElsewhere(said, oidc.claims.groups),
  };
}

export function verdictOn(
  claims: Pick<OidcClaims, 'groups' | 'areGroupsMissing'>,
  oidc: Pick<OidcSettings, 'onlyGroups' | 'adminGroups' | 'teams'>,
): OidcVerdict {
  const asks = oidc.onlyGroups.length + oidc.adminGroups.length + oidc.teams.length > 0;
  if (asks && claims.areGroupsMissing) return { admitted: false, why: 'SSO_GROUPS_MISSING' };
  const isIn = (group: string): boolean => claims.groups.includes(group);
  if (oidc.onlyGroups.length > 0 && !oidc.onlyGroups.some(isIn))
    return { admitted: false, why: 'SSO_NOT_IN_GROUP' };
  const teams = new Map<string, TeamRoleName>();
  for (const { group, team, role } of oidc.teams) {
    if (isIn(group)) teams.set(team, stronger(teams.get(team), role));
  }
  return { admitted: true, isAdmin: oidc.adminGroups.some(isIn), teams };
}

const ROLES: readonly TeamRoleName[] = ['observer', 'responder', 'owner'];
const stronger = (held: TeamRoleName | undefined, given: TeamRoleName): TeamRoleName =>
  held !== undefined && ROLES.indexOf(held) > ROLES.indexOf(given) ? held : given;

/** Where to go afterwards: a page of ours, or the first one. */
export function returnTo(asked: unknown): string {
  if (typeof asked !== 'string' || asked.length > 500 || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(asked))
    return '/';
  const here = 'http://here.invalid';
  const url = URL.parse(asked, here);
  // `/x/..//elsewhere` becomes `//elsewhere` once a browser has read it.
  if (url?.origin !== here || url.pathname.startsWith('//') || url.pathname.startsWith('/api/')) return '/';
  return url.pathname + url.search + url.hash;
}

function at(said: Said, name: string): unknown {
  if (Object.hasOwn(said, name)) return said[name];
  let value: unknown = said;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Said)[part];
  }
  return value;
}

/** Entra ID writes where the groups could be asked for, once there are very many. */
function isElsewhere(said: Said, name: string): boolean {
  const elsewhere = said['_claim_names'];
  return (
    at(said, name) === undefined &&
    typeof elsewhere === 'object' &&
    elsewhere !== null &&
    Object.hasOwn(elsewhere, name)
  );
}

/** The database takes none of them, and no name has any. */
const CONTROL = /[\u0000-\u001f\u007f]/g;

function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return value.replace(CONTROL, ' ').trim() || undefined;
}

function emailOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && text.length <= 200 && /^[^\s@]+@[^\s@]+$/.test(text) ? text : undefined;
}

function groupsOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return [...new Set(list.filter((one) => typeof one === 'string' && one !== ''))] as string[];
}
