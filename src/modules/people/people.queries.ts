import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import type { TeamRoleName } from '../../platform/auth/caller.js';
import type { ContactMethodView, Member, OrganisationView, TeamView, UserView } from './people.dto.js';
import { TeamUnknown, UserIsService, UserUnknown } from './people.errors.js';
import {
  type ContactMethodRow,
  contactMethodViewOf,
  type OrganisationRow,
  TEAM_COLUMNS,
  type TeamRow,
  teamViewOf,
  USER_COLUMNS,
  type UserRow,
  userViewOf,
} from './people.rows.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What other modules may know of people. Sets in, maps out, one query each. */
@Injectable()
export class PeopleQueries {
  constructor(private readonly transaction: Transaction) {}

  async usersByIds(userIds: readonly string[]): Promise<ReadonlyMap<string, UserView>> {
    if (userIds.length === 0) return new Map();
    const rows = await this.transaction.query<UserRow>(
      `select ${USER_COLUMNS} from users where id = any($1::uuid[])`,
      [userIds],
    );
    return new Map(rows.map((row) => [row.id, userViewOf(row)]));
  }

  /** @throws UserUnknown */
  async user(userId: string): Promise<UserView> {
    const user = (await this.usersByIds([userId])).get(userId);
    if (!user) throw new UserUnknown('There is no such user', { userId });
    return user;
  }

  /** @throws UserUnknown for the first that is not there */
  async requireUsers(userIds: readonly string[]): Promise<ReadonlyMap<string, UserView>> {
    const users = await this.usersByIds(userIds);
    const unknown = userIds.find((userId) => !users.has(userId));
    if (unknown !== undefined) throw new UserUnknown('There is no such user', { userId: unknown });
    return users;
  }

  /** @throws UserUnknown, UserIsService: whoever is asked for here will be called */
  async requirePeople(userIds: readonly string[]): Promise<ReadonlyMap<string, UserView>> {
    const users = await this.requireUsers(userIds);
    for (const { kind, userId } of users.values())
      if (kind === 'service')
        throw new UserIsService('A service account is no person: nothing of it can ring', { userId });
    return users;
  }

  /** By e-mail address, in whatever case it is written. */
  async userByEmail(email: string): Promise<UserView | undefined> {
    const [row] = await this.transaction.query<UserRow>(
      `select ${USER_COLUMNS} from users where lower(email) = lower($1)`,
      [email.trim()],
    );
    return row && userViewOf(row);
  }

  /** Who can always be asked, when nobody else is named; oldest first. */
  async adminIds(): Promise<readonly string[]> {
    const rows = await this.transaction.query<{ id: string }>(
      `select id from users where role = 'admin' and disabled_at is null and not is_service order by created_at, id`,
    );
    return rows.map((row) => row.id);
  }

  /** What people may call a team by, of all there are. */
  teamNames(): Promise<readonly { readonly teamId: string; readonly slug: string; readonly name: string }[]> {
    return this.transaction.query(`select id as "teamId", slug, name from teams order by slug`);
  }

  async teamsByIds(teamIds: readonly string[]): Promise<ReadonlyMap<string, TeamView>> {
    if (teamIds.length === 0) return new Map();
    const rows = await this.transaction.query<TeamRow>(
      `select ${TEAM_COLUMNS} from teams where id = any($1::uuid[])`,
      [teamIds],
    );
    return new Map(rows.map((row) => [row.id, teamViewOf(row)]));
  }

  /** @throws TeamUnknown */
  async team(teamId: string): Promise<TeamView> {
    const team = (await this.teamsByIds([teamId])).get(teamId);
    if (!team) throw new TeamUnknown('There is no such team', { teamId });
    return team;
  }

  /** Members of one team, owners first, by name; disabled users among them, marked. */
  async membersOf(teamId: string): Promise<readonly Member[]> {
    return (await this.teamsByIds([teamId])).get(teamId)?.members ?? [];
  }

  /** As people write a team in a label or a command. */
  async teamBySlugOrId(text: string): Promise<TeamView | undefined> {
    return (await this.teamsBySlugsOrIds([text])).get(text.toLowerCase());
  }

  /** By the names that were asked for, in small letters. */
  async teamsBySlugsOrIds(texts: readonly string[]): Promise<ReadonlyMap<string, TeamView>> {
    const names = [...new Set(texts.map((text) => text.toLowerCase()))];
    if (names.length === 0) return new Map();
    const rows = await this.transaction.query<TeamRow>(
      `select ${TEAM_COLUMNS} from teams where slug = any($1::text[]) or id = any($2::uuid[])`,
      [names, names.filter((name) => UUID.test(name))],
    );
    const found = new Map(rows.flatMap((row) => [[row.id, row] as const, [row.slug, row] as const]));
    return new Map(
      names.flatMap((name) => {
        const row = found.get(name);
        return row ? [[name, teamViewOf(row)] as const] : [];
      }),
    );
  }

  async rolesOf(userId: string): Promise<ReadonlyMap<string, TeamRoleName>> {
    const rows = await this.transaction.query<{ team_id: string; role: TeamRoleName }>(
      `select team_id, role from memberships where user_id = $1`,
      [userId],
    );
    return new Map(rows.map((row) => [row.team_id, row.role]));
  }

  async organisation(): Promise<OrganisationView> {
    const [row] = await this.transaction.query<OrganisationRow>(
      `select name, catch_all_team_id, last_resort_user_ids, time_zone, version from organisation`,
    );
    if (!row) throw new Error('The organisation has no row; the people migration makes it');
    return {
      name: row.name,
      ...(row.catch_all_team_id === null ? {} : { catchAllTeamId: row.catch_all_team_id }),
      lastResortUserIds: row.last_resort_user_ids,
      timeZone: row.time_zone,
      version: row.version,
    };
  }

  async contactMethodsOf(
    userIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly ContactMethodView[]>> {
    if (userIds.length === 0) return new Map();
    const rows = await this.transaction.query<ContactMethodRow>(
      `select id, user_id, kind, target, label, verified_at, created_at from contact_methods
       where user_id = any($1::uuid[]) and deleted_at is null order by created_at, id`,
      [userIds],
    );
    return Map.groupBy(rows.map(contactMethodViewOf), (method) => method.userId);
  }
}
