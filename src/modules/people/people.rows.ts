import type { Caller, TeamRoleName } from '../../platform/auth/caller.js';
import type {
  ContactMethodView,
  Member,
  OrganisationView,
  OrgRole,
  TeamView,
  UserView,
} from './people.dto.js';

export interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly is_service: boolean;
  readonly owner_team_id: string | null;
  readonly locale: UserView['locale'];
  readonly time_zone: string;
  readonly role: OrgRole;
  readonly disabled_at: Date | null;
  readonly created_at: Date;
  readonly version: number;
}
export const USER_COLUMNS =
  'users.id, users.name, users.email, users.is_service, users.owner_team_id, users.locale, users.time_zone, users.role, users.disabled_at, users.created_at, users.version';

export const userViewOf = (row: UserRow): UserView => ({
  userId: row.id,
  kind: row.is_service ? 'service' : 'person',
  name: row.name,
  email: row.email ?? '',
  locale: row.locale,
  timeZone: row.time_zone,
  role: row.role,
  disabled: row.disabled_at !== null,
  ...(row.owner_team_id === null ? {} : { ownerTeamId: row.owner_team_id }),
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
  coalesce((select jsonb_agg(jsonb_build_object('userId', users.id,
      'kind', case when users.is_service then 'service' else 'person' end, 'name', users.name, 'role', memberships.role,
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

/** What a credential's query takes from `users`, to make a caller of it. */
export interface CallerRow {
  readonly caller_id: string;
  readonly caller_name: string;
  readonly caller_role: OrgRole;
  readonly caller_locale: UserView['locale'];
  readonly caller_teams: Readonly<Record<string, TeamRoleName>> | null;
}
export const CALLER_COLUMNS = `users.id as caller_id, users.name as caller_name, users.role as caller_role,
  users.locale as caller_locale, (select jsonb_object_agg(memberships.team_id, memberships.role)
    from memberships where memberships.user_id = users.id) as caller_teams`;

export const callerPartsOf = (
  row: CallerRow,
): Pick<Caller, 'userId' | 'name' | 'orgRole' | 'teams' | 'locale'> => ({
  userId: row.caller_id,
  name: row.caller_name,
  orgRole: row.caller_role,
  teams: new Map(Object.entries(row.caller_teams ?? {})),
  locale: row.caller_locale,
});
