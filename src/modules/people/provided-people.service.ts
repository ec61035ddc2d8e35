import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import type { OrgRoleName, TeamRoleName } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import { EventLog } from '../../platform/events/event-log.js';
import { PeopleQueries } from './people.queries.js';

/** What follows from a directory elsewhere: nobody asks for it, so nobody is asked whether they may. */
@Injectable()
export class ProvidedPeople {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
    private readonly events: EventLog,
    private readonly people: PeopleQueries,
  ) {}

  putIntoTeam(teamId: string, userId: string, role: TeamRoleName): Promise<void> {
    return this.changeTeam(teamId, (now) =>
      this.transaction.query(
        `insert into memberships (team_id, user_id, role, created_at) values ($1, $2, $3, $4)
         on conflict (team_id, user_id) do update set role = excluded.role`,
        [teamId, userId, role, now],
      ),
    );
  }

  takeFromTeam(teamId: string, userId: string): Promise<void> {
    return this.changeTeam(teamId, () =>
      this.transaction.query(`delete from memberships where team_id = $1 and user_id = $2`, [teamId, userId]),
    );
  }

  /** False where the house would be left without an administrator: then nothing is changed. */
  setRole(userId: string, role: OrgRoleName): Promise<boolean> {
    return this.transaction.run(async () => {
      const before = await this.people.user(userId);
      // Locked, so that two admins cannot lose the role at the same moment.
      const admins = await this.transaction.query<{ id: string }>(
        `select id from users where role = 'admin' and disabled_at is null and not is_service order by id for update`,
      );
      if (role !== 'admin' && !admins.some(({ id }) => id !== userId)) return false;
      await this.transaction.query(`update users set role = $2, version = version + 1 where id = $1`, [
        userId,
        role,
      ]);
      const after = await this.people.user(userId);
      this.audit.note({ targetId: userId, targetName: after.name, before, after });
      const teamIds = [...(await this.people.rolesOf(userId)).keys()];
      await this.events.append([{ kind: 'user.updated', at: this.clock.now(), userId, teamIds }]);
      return true;
    });
  }

  private changeTeam(teamId: string, act: (now: Date) => Promise<unknown>): Promise<void> {
    const now = this.clock.now();
    return this.transaction.run(async () => {
      await this.transaction.query(`select id from teams where id = $1 for update`, [teamId]);
      const before = await this.people.team(teamId);
      await act(now);
      const after = await this.people.team(teamId);
      this.audit.note({ targetId: teamId, targetName: after.name, before, after });
      await this.events.append([{ kind: 'team.updated', at: now, teamIds: [teamId] }]);
    });
  }
}
