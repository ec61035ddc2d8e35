import { Injectable } from '@nestjs/common';
import { Transaction } from '../../platform/database/transaction.js';
import { EventLog } from '../../platform/events/event-log.js';
import type { TeamRole } from '../people/index.js';
import { membershipChanges } from './memberships.rules.js';

interface MembershipRow {
  readonly user_id: string;
  readonly role: TeamRole;
  readonly from_group: boolean;
}

/** Brings the memberships of teams to what their groups say; those that somebody made by hand are left alone. */
@Injectable()
export class TeamSync {
  constructor(
    private readonly transaction: Transaction,
    private readonly events: EventLog,
  ) {}

  /** Joins the transaction that runs. In one order, so that two directories cannot wait for each other. */
  async sync(teamIds: readonly string[], now: Date): Promise<void> {
    for (const teamId of [...new Set(teamIds)].sort()) await this.one(teamId, now);
  }

  private async one(teamId: string, now: Date): Promise<void> {
    await this.transaction.query(`select id from teams where id = $1 for update`, [teamId]);
    const granted = await this.transaction.query<{ user_id: string; role: TeamRole }>(
      `select m.user_id, g.role from scim_groups g join scim_group_members m on m.group_id = g.id
       where g.team_id = $1`,
      [teamId],
    );
    const current = await this.transaction.query<MembershipRow>(
      `select user_id, role, from_group from memberships where team_id = $1`,
      [teamId],
    );
    const { set, remove } = membershipChanges(
      granted.map(({ user_id, role }) => ({ userId: user_id, role })),
      current.map(({ user_id, role, from_group }) => ({ userId: user_id, role, isFromGroup: from_group })),
    );
    if (set.length + remove.length === 0) return;
    await this.transaction.query(
      `insert into memberships (team_id, user_id, role, created_at, from_group)
       select $1, given.user_id, given.role, $4, true from unnest($2::uuid[], $3::text[]) as given(user_id, role)
       on conflict (team_id, user_id) do update set role = excluded.role`,
      [teamId, set.map(({ userId }) => userId), set.map(({ role }) => role), now],
    );
    await this.transaction.query(
      `delete from memberships where team_id = $1 and user_id = any($2::uuid[]) and from_group`,
      [teamId, remove],
    );
    await this.events.append([{ kind: 'team.updated', at: now, teamIds: [teamId] }]);
  }
}
