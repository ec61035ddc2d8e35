import type {
  ContactMethodView,
  Member,
  OrgRole,
  OrganisationView,
  TeamView,
  UserView,
} from './people.dto.js';

export interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly locale: UserView['locale'];
  readonly time_zone: string;
  readonly role: OrgRole;
  readonly disabled_at: Date | null;
  readonly created_at: Date;
  readonly version: number;
}
export const USER_COLUMNS =
  'users.id, users.name, users.email, users.locale, users.time_zone, users.role, users.disabled_at, users.created_at, users.version';

export const userViewOf = (row: UserRow): UserView => ({
  userId: row.id,
  name: row.name,
  email: row.email,
  locale: row.locale,
  timeZone: row.time_zone,
  role: row.role,
  disabled: row.disabled_at !== null,
  createdAt: row.created_at.toISOString(),
  version: row.version,
});

export interface TeamRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly created_at: Date;
  readonly version: number;
  readonly members: readonly Member[];
}
/** With the members, owners first, each group by name. */
export const TEAM_COLUMNS = `teams.id, teams.slug, teams.name, teams.description, teams.created_at, teams.version,
  coalesce((select jsonb_agg(jsonb_build_object('userId', users.id, 'name', users.name, 'role', memberships.role,
      'disabled', users.disabled_at is not null)
      order by array_position(array['owner', 'responder', 'observer'], memberships.role), lower(users.name), users.id)
    from memberships join users on users.id = memberships.user_id where memberships.team_id = teams.id), '[]') as members`;

export const teamViewOf = (row: TeamRow): TeamView => ({
  teamId: row.id,
  slug: row.slug,
  name: row.name,
  description: row.description,
  members: [...row.members],
  createdAt: row.created_at.toISOString(),
  version: row.version,
});

export interface ContactMethodRow {
  readonly id: string;
  readonly user_id: string;
  readonly kind: ContactMethodView['kind'];
  readonly target: string;
  readonly label: string;
  readonly verified_at: Date | null;
  readonly created_at: Date;
}

export const contactMethodViewOf = (row: ContactMethodRow): ContactMethodView => ({
  contactMethodId: row.id,
  userId: row.user_id,
  kind: row.kind,
  target: row.target,
  label: row.label,
  verified: row.verified_at !== null,
  createdAt: row.created_at.toISOString(),
});

export interface OrganisationRow {
  readonly name: string;
  readonly catch_all_team_id: string | null;
  readonly last_resort_user_ids: OrganisationView['lastResortUserIds'];
  readonly time_zone: string;
  readonly version: number;
}
