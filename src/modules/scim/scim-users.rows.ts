import type { OrgRole, UserView } from '../people/index.js';
import { type Resource, tagOf, USER_SCHEMA } from './scim.views.js';
import type { UserAttributes } from './user.rules.js';

export interface ScimUserRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: OrgRole;
  readonly locale: UserView['locale'];
  readonly time_zone: string;
  readonly disabled_at: Date | null;
  readonly created_at: Date;
  readonly changed_at: Date;
  readonly version: number;
  readonly user_name: string;
  readonly external_id: string | null;
  readonly given_name: string | null;
  readonly family_name: string | null;
}

/** Also those whom no directory has named yet: it finds them by their address before it makes them twice. */
export const SCIM_USERS = 'users u left join scim_users s on s.user_id = u.id';
export const SCIM_USER_COLUMNS = `u.id, u.name, u.email, u.role, u.locale, u.time_zone, u.disabled_at, u.created_at,
  u.version, coalesce(s.user_name, u.email) as user_name, s.external_id, s.given_name, s.family_name,
  coalesce(s.changed_at, u.created_at) as changed_at`;

export const attributesOf = (row: ScimUserRow): UserAttributes => ({
  userName: row.user_name,
  externalId: row.external_id ?? undefined,
  givenName: row.given_name ?? undefined,
  familyName: row.family_name ?? undefined,
  displayName: row.name,
  email: row.email,
  active: row.disabled_at === null,
  locale: row.locale,
  timeZone: row.time_zone,
});

export const userResourceOf = (row: ScimUserRow, publicUrl: string): Resource => ({
  schemas: [USER_SCHEMA],
  id: row.id,
  ...(row.external_id === null ? {} : { externalId: row.external_id }),
  userName: row.user_name,
  name: {
    formatted: row.name,
    ...(row.given_name === null ? {} : { givenName: row.given_name }),
    ...(row.family_name === null ? {} : { familyName: row.family_name }),
  },
  displayName: row.name,
  emails: [{ value: row.email, type: 'work', primary: true }],
  preferredLanguage: row.locale,
  timezone: row.time_zone,
  active: row.disabled_at === null,
  meta: {
    resourceType: 'User',
    created: row.created_at.toISOString(),
    lastModified: row.changed_at.toISOString(),
    location: `${publicUrl}/scim/v2/Users/${row.id}`,
    version: tagOf(row.version),
  },
});
