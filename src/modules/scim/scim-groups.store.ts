import { Injectable } from '@nestjs/common';
import { sqlStateOf, Transaction, UNIQUE_VIOLATION } from '../../platform/database/transaction.js';
import { ChangedMeanwhile } from '../../platform/errors/changed-meanwhile.js';
import type { TeamRole } from '../people/index.js';
import type { Columns } from './filter.rules.js';
import type { GroupAttributes } from './group.rules.js';
import { ScimRefused, ScimTaken, ScimUnknown } from './scim.errors.js';
import { isMatch } from './scim.views.js';
import { type MemberRow, SCIM_GROUP_COLUMNS, type ScimGroupRow } from './scim-groups.rows.js';
import { conditionOf } from './scim-users.store.js';

const hasMember = (parameter: string): string =>
  `exists (select from scim_group_members m where m.group_id = g.id and m.user_id = ${parameter})`;
const COLUMNS: Columns = {
  id: { type: 'uuid', is: (p) => `g.id = ${p}` },
  displayname: { type: 'text', is: (p) => `lower(g.display_name) = lower(${p})` },
  externalid: { type: 'text', is: (p) => `g.external_id = ${p}` },
  members: { type: 'uuid', is: hasMember },
  'members.value': { type: 'uuid', is: hasMember },
};
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

@Injectable()
export class ScimGroupsStore {
  constructor(private readonly transaction: Transaction) {}

  async list(
    filter: unknown,
    startIndex: number,
    count: number,
  ): Promise<{ readonly total: number; readonly rows: readonly ScimGroupRow[] }> {
    const { sql, values } = conditionOf(filter, COLUMNS);
    const [[counted], rows] = await Promise.all([
      this.transaction.query<{ total: string }>(
        `select count(*) as total from scim_groups g where ${sql}`,
        values,
      ),
      this.transaction.query<ScimGroupRow>(
        `select ${SCIM_GROUP_COLUMNS} from scim_groups g where ${sql} order by g.created_at, g.id
         limit $${values.length + 1} offset $${values.length + 2}`,
        [...values, count, startIndex - 1],
      ),
    ]);
    return { total: Number(counted?.total ?? 0), rows };
  }

  /** @throws ScimUnknown */
  async get(groupId: string): Promise<ScimGroupRow> {
    const [row] = UUID.test(groupId)
      ? await this.transaction.query<ScimGroupRow>(
          `select ${SCIM_GROUP_COLUMNS} from scim_groups g where g.id = $1`,
          [groupId],
        )
      : [];
    if (!row) throw new ScimUnknown('There is no such group');
    return row;
  }

  /** @throws ScimUnknown, ChangedMeanwhile */
  async locked(groupId: string, ifMatch: string | undefined): Promise<ScimGroupRow> {
    if (UUID.test(groupId))
      await this.transaction.query(`select id from scim_groups where id = $1 for update`, [groupId]);
    const row = await this.get(groupId);
    if (!isMatch(ifMatch, row.version)) throw new ChangedMeanwhile('It is another version by now');
    return row;
  }

  async membersOf(groupIds: readonly string[]): Promise<ReadonlyMap<string, readonly MemberRow[]>> {
    const rows = await this.transaction.query<MemberRow>(
      `select m.group_id, m.user_id, u.name from scim_group_members m join users u on u.id = m.user_id
       where m.group_id = any($1::uuid[]) order by lower(u.name), u.id`,
      [groupIds],
    );
    return Map.groupBy(rows, (row) => row.group_id);
  }

  async membersOfOne(groupId: string): Promise<readonly MemberRow[]> {
    return (await this.membersOf([groupId])).get(groupId.toLowerCase()) ?? [];
  }

  async insert(groupId: string, given: GroupAttributes, now: Date): Promise<void> {
    await this.transaction
      .query(
        `insert into scim_groups (id, display_name, external_id, created_at, changed_at) values ($1, $2, $3, $4, $4)`,
        [groupId, given.displayName, given.externalId ?? null, now],
      )
      .catch(refuseTaken);
  }

  async update(groupId: string, given: GroupAttributes, now: Date): Promise<void> {
    await this.transaction
      .query(
        `update scim_groups set display_name = $2, external_id = $3, changed_at = $4, version = version + 1
         where id = $1`,
        [groupId, given.displayName, given.externalId ?? null, now],
      )
      .catch(refuseTaken);
  }

  async map(
    groupId: string,
    to: { readonly teamId: string; readonly role: TeamRole } | undefined,
    now: Date,
  ) {
    await this.transaction.query(
      `update scim_groups set team_id = $2, role = $3, changed_at = $4, version = version + 1 where id = $1`,
      [groupId, to?.teamId ?? null, to?.role ?? null, now],
    );
  }

  async remove(groupId: string): Promise<void> {
    await this.transaction.query(`delete from scim_groups where id = $1`, [groupId]);
  }

  /** @throws ScimRefused for somebody who is not there */
  async setMembers(groupId: string, before: ReadonlySet<string>, after: ReadonlySet<string>): Promise<void> {
    const added = [...after].filter((id) => !before.has(id));
    const removed = [...before].filter((id) => !after.has(id));
    const strange = added.find((id) => !UUID.test(id));
    if (strange !== undefined) throw new ScimRefused('invalidValue', 'A member is not among the users');
    const known = await this.transaction.query<{ user_id: string }>(
      `insert into scim_group_members (group_id, user_id)
       select $1, u.id from users u left join scim_users s on s.user_id = u.id
       where u.id = any($2::uuid[]) and not u.is_service and s.deleted_at is null returning user_id`,
      [groupId, added],
    );
    if (known.length < added.length) throw new ScimRefused('invalidValue', 'A member is not among the users');
    await this.transaction.query(
      `delete from scim_group_members where group_id = $1 and user_id = any($2::uuid[])`,
      [groupId, removed],
    );
  }
}

function refuseTaken(error: unknown): never {
  if (sqlStateOf(error) !== UNIQUE_VIOLATION) throw error;
  throw new ScimTaken('Another group has this name');
}
