import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Authority } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/new-id.js';
import { pageOf, pageValues } from '../../platform/database/paging.js';
import { sqlStateOf, Transaction, UNIQUE_VIOLATION } from '../../platform/database/transaction.js';
import { ChangedMeanwhile } from '../../platform/errors/changed-meanwhile.js';
import { EventLog } from '../../platform/events/event-log.js';
import type * as dto from './people.dto.js';
import { MemberUnknown, SlugTaken, TeamUnknown, UserDisabled } from './people.errors.js';
import { PeopleQueries } from './people.queries.js';
import { TEAM_COLUMNS, type TeamRow, teamViewOf } from './people.rows.js';
import { containing } from './users.service.js';

@Injectable()
export class TeamsService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly events: EventLog,
    private readonly people: PeopleQueries,
  ) {}

  async list(input: z.output<typeof dto.ListTeamsInput>): Promise<z.output<typeof dto.TeamPage>> {
    const [name, id] = pageValues(input.pageToken, 'name') ?? [];
    const rows = await this.transaction.query<TeamRow>(
      `select ${TEAM_COLUMNS} from teams
       where ($1::text is null or name ilike $1 or slug ilike $1)
         and ($2::text is null or (lower(name), id) > ($2, $3::uuid))
       order by lower(name), id limit $4`,
      [containing(input.query), name ?? null, id ?? null, input.pageSize + 1],
    );
    const page = pageOf(rows, input.pageSize, (row) => [row.name.toLowerCase(), row.id]);
    return {
      teams: page.rows.map(teamViewOf),
      ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
    };
  }

  async create(input: z.output<typeof dto.CreateTeamInput>): Promise<dto.TeamView> {
    const now = this.clock.now();
    const teamId = newId();
    return this.transaction.run(async () => {
      await this.transaction
        .query(`insert into teams (id, slug, name, description, created_at) values ($1, $2, $3, $4, $5)`, [
          teamId,
          input.slug,
          input.name,
          input.description,
          now,
        ])
        .catch(refuseTakenSlug);
      const after = await this.people.team(teamId);
      this.audit.note({ targetId: teamId, targetName: after.name, after });
      await this.events.append([{ kind: 'team.created', at: now, teamIds: [teamId] }]);
      return after;
    });
  }

  update(input: z.output<typeof dto.UpdateTeamInput>, caller: Caller): Promise<dto.TeamView> {
    return this.change(input.teamId, caller, async (before) => {
      ChangedMeanwhile.unlessSame(input.version, before.version);
      await this.transaction
        .query(
          `update teams set slug = $2, name = $3, description = $4, version = version + 1 where id = $1`,
          [
            before.teamId,
            input.slug ?? before.slug,
            input.name ?? before.name,
            input.description ?? before.description,
          ],
        )
        .catch(refuseTakenSlug);
    });
  }

  setMember(input: z.output<typeof dto.SetMemberInput>, caller: Caller): Promise<dto.TeamView> {
    return this.change(input.teamId, caller, async (before, now) => {
      const user = await this.people.user(input.userId);
      if (user.disabled) throw new UserDisabled('This user is disabled', { userId: user.userId });
      await this.transaction.query(
        `insert into memberships (team_id, user_id, role, created_at) values ($1, $2, $3, $4)
         on conflict (team_id, user_id) do update set role = excluded.role, from_group = false`,
        [before.teamId, input.userId, input.role, now],
      );
    });
  }

  removeMember(input: z.output<typeof dto.MemberRef>, caller: Caller): Promise<dto.TeamView> {
    return this.change(input.teamId, caller, async (before) => {
      const gone = await this.transaction.query(
        `delete from memberships where team_id = $1 and user_id = $2 returning user_id`,
        [before.teamId, input.userId],
      );
      if (gone.length === 0)
        throw new MemberUnknown('This user is not in the team', { userId: input.userId });
    });
  }

  /** Lock, check, change, tell. */
  private change(
    teamId: string,
    caller: Caller,
    act: (before: dto.TeamView, now: Date) => Promise<void>,
  ): Promise<dto.TeamView> {
    const now = this.clock.now();
    return this.transaction.run(async () => {
      const [row] = await this.transaction.query<TeamRow>(
        `select ${TEAM_COLUMNS} from teams where id = $1 for update of teams`,
        [teamId],
      );
      if (!row) throw new TeamUnknown('There is no such team', { teamId });
      this.authority.require(caller, 'teams.manage', teamId);
      const before = teamViewOf(row);
      await act(before, now);
      const after = await this.people.team(teamId);
      this.audit.note({ targetId: teamId, targetName: after.name, before, after });
      await this.events.append([{ kind: 'team.updated', at: now, teamIds: [teamId] }]);
      return after;
    });
  }
}

function refuseTakenSlug(error: unknown): never {
  if (sqlStateOf(error) !== UNIQUE_VIOLATION) throw error;
  throw new SlugTaken('Another team has this slug', { field: 'slug' });
}
