import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { pageOf, pageValues } from '../../platform/database/paging.js';
import { Transaction } from '../../platform/database/transaction.js';
import { PeopleQueries, type TeamRole } from '../people/index.js';
import type * as dto from './directory-groups.dto.js';
import { GapsService } from './gaps.service.js';
import { DirectoryGroupUnknown } from './scim.errors.js';
import { SCIM_GROUP_COLUMNS, type ScimGroupRow } from './scim-groups.rows.js';
import { ScimGroupsStore } from './scim-groups.store.js';
import { TeamSync } from './team-sync.service.js';

/** What an admin makes of the groups of a directory. */
@Injectable()
export class DirectoryGroupsService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
    private readonly people: PeopleQueries,
    private readonly store: ScimGroupsStore,
    private readonly teams: TeamSync,
    private readonly gaps: GapsService,
  ) {}

  async list(
    input: z.output<typeof dto.ListDirectoryGroupsInput>,
  ): Promise<z.output<typeof dto.DirectoryGroupPage>> {
    const [name, id] = pageValues(input.pageToken, 'name') ?? [];
    const rows = await this.transaction.query<ScimGroupRow>(
      `select ${SCIM_GROUP_COLUMNS} from scim_groups g
       where $1::text is null or (lower(g.display_name), g.id) > ($1, $2::uuid)
       order by lower(g.display_name), g.id limit $3`,
      [name ?? null, id ?? null, input.pageSize + 1],
    );
    const page = pageOf(rows, input.pageSize, (row) => [row.display_name.toLowerCase(), row.id]);
    return {
      groups: page.rows.map((row) => viewOf(row, [])),
      ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
    };
  }

  async map({
    groupId,
    teamId,
    role,
  }: z.output<typeof dto.MapDirectoryGroupInput>): Promise<dto.DirectoryGroupView> {
    await this.people.team(teamId);
    return this.change(groupId, { teamId, role });
  }

  unmap(groupId: string): Promise<dto.DirectoryGroupView> {
    return this.change(groupId, undefined);
  }

  private change(
    groupId: string,
    to: { readonly teamId: string; readonly role: TeamRole } | undefined,
  ): Promise<dto.DirectoryGroupView> {
    const now = this.clock.now();
    return this.transaction.run(async () => {
      const [held] = await this.transaction.query<ScimGroupRow>(
        `select ${SCIM_GROUP_COLUMNS} from scim_groups g where g.id = $1 for update of g`,
        [groupId],
      );
      if (!held) throw new DirectoryGroupUnknown('The directory has sent no such group', { groupId });
      const { warnings } = await this.gaps.around(now, async () => {
        await this.store.map(groupId, to, now);
        await this.teams.sync(
          [held.team_id, to?.teamId].filter((id) => id !== undefined && id !== null),
          now,
        );
      });
      const after = viewOf(await this.store.get(groupId), warnings);
      this.audit.note({ targetId: groupId, targetName: after.name, before: viewOf(held, []), after });
      return after;
    });
  }
}

const viewOf = (row: ScimGroupRow, warnings: readonly string[]): dto.DirectoryGroupView => ({
  groupId: row.id,
  name: row.display_name,
  ...(row.external_id === null ? {} : { externalId: row.external_id }),
  ...(row.team_id === null ? {} : { teamId: row.team_id }),
  ...(row.role === null ? {} : { role: row.role }),
  members: row.member_count,
  createdAt: row.created_at.toISOString(),
  changedAt: row.changed_at.toISOString(),
  warnings: [...warnings],
});
