import { Injectable } from '@nestjs/common';
import { sqlStateOf, Transaction, UNIQUE_VIOLATION } from '../../platform/database/transaction.js';
import { ChangedMeanwhile } from '../../platform/errors/changed-meanwhile.js';
import { type Columns, parseFilter, sqlOf } from './filter.rules.js';
import { ScimRefused, ScimTaken, ScimUnknown } from './scim.errors.js';
import { isMatch } from './scim.views.js';
import { SCIM_USER_COLUMNS, SCIM_USERS, type ScimUserRow } from './scim-users.rows.js';
import type { UserAttributes } from './user.rules.js';

const VISIBLE = 'not u.is_service and s.deleted_at is null';
const address = (parameter: string): string => `lower(u.email) = lower(${parameter})`;
const COLUMNS: Columns = {
  id: { type: 'uuid', is: (p) => `u.id = ${p}` },
  username: { type: 'text', is: (p) => `lower(coalesce(s.user_name, u.email)) = lower(${p})` },
  externalid: { type: 'text', is: (p) => `s.external_id = ${p}` },
  displayname: { type: 'text', is: (p) => `lower(u.name) = lower(${p})` },
  active: { type: 'boolean', is: (p) => `(u.disabled_at is null) = ${p}` },
  emails: { type: 'text', is: address },
  'emails.value': { type: 'text', is: address },
  'emails[type eq "work"].value': { type: 'text', is: address },
};
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The condition of a list, with its values. @throws ScimRefused */
export function conditionOf(
  filter: unknown,
  columns: Columns,
): { readonly sql: string; readonly values: unknown[] } {
  const values: unknown[] = [];
  if (filter === undefined || filter === '') return { sql: 'true', values };
  if (typeof filter !== 'string') throw new ScimRefused('invalidFilter', 'One filter, as a text');
  return { sql: sqlOf(parseFilter(filter), columns, values), values };
}

@Injectable()
export class ScimUsersStore {
  constructor(private readonly transaction: Transaction) {}

  async list(
    filter: unknown,
    startIndex: number,
    count: number,
  ): Promise<{ readonly total: number; readonly rows: readonly ScimUserRow[] }> {
    const { sql, values } = conditionOf(filter, COLUMNS);
    const where = `where ${VISIBLE} and ${sql}`;
    const [[counted], rows] = await Promise.all([
      this.transaction.query<{ total: string }>(
        `select count(*) as total from ${SCIM_USERS} ${where}`,
        values,
      ),
      this.transaction.query<ScimUserRow>(
        `select ${SCIM_USER_COLUMNS} from ${SCIM_USERS} ${where} order by u.created_at, u.id
         limit $${values.length + 1} offset $${values.length + 2}`,
        [...values, count, startIndex - 1],
      ),
    ]);
    return { total: Number(counted?.total ?? 0), rows };
  }

  /** @throws ScimUnknown */
  async get(userId: string): Promise<ScimUserRow> {
    const [row] = UUID.test(userId) ? await this.where(`u.id = $1 and ${VISIBLE}`, [userId]) : [];
    if (!row) throw new ScimUnknown('There is no such user');
    return row;
  }

  /** @throws ScimUnknown, ChangedMeanwhile */
  async locked(userId: string, ifMatch: string | undefined): Promise<ScimUserRow> {
    if (UUID.test(userId))
      await this.transaction.query(`select id from users where id = $1 for update`, [userId]);
    const row = await this.get(userId);
    if (!isMatch(ifMatch, row.version)) throw new ChangedMeanwhile('It is another version by now');
    return row;
  }

  /** Somebody whom the directory has deleted, and names again. */
  async deletedBy(email: string): Promise<ScimUserRow | undefined> {
    const [row] = await this.where(
      `not u.is_service and s.deleted_at is not null and lower(u.email) = lower($1)`,
      [email],
    );
    return row;
  }

  async isTaken(userId: string, { userName, email }: UserAttributes): Promise<boolean> {
    const rows = await this.where(
      `u.id <> $1 and not u.is_service and (lower(u.email) = lower($2)
         or (s.deleted_at is null and lower(coalesce(s.user_name, u.email)) = lower($3)))`,
      [userId, email, userName],
    );
    return rows.length > 0;
  }

  async insert(userId: string, given: UserAttributes, now: Date): Promise<void> {
    if (await this.isTaken(userId, given))
      throw new ScimTaken('Somebody has this userName or e-mail address already');
    await this.transaction
      .query(
        `insert into users (id, name, email, locale, time_zone, role, disabled_at, created_at)
         values ($1, $2, $3, $4, $5, 'member', $6, $7)`,
        [
          userId,
          given.displayName,
          given.email,
          given.locale,
          given.timeZone,
          given.active ? null : now,
          now,
        ],
      )
      .catch(refuseTaken);
    await this.keep(userId, given, now);
  }

  async update(held: ScimUserRow, wanted: UserAttributes, now: Date): Promise<void> {
    await this.transaction
      .query(
        `update users set name = $2, email = $3, locale = $4, time_zone = $5, disabled_at = $6,
           version = version + 1 where id = $1`,
        [
          held.id,
          wanted.displayName,
          wanted.email,
          wanted.locale,
          wanted.timeZone,
          wanted.active ? null : (held.disabled_at ?? now),
        ],
      )
      .catch(refuseTaken);
    await this.keep(held.id, wanted, now);
  }

  async markDeleted(userId: string, now: Date): Promise<void> {
    await this.transaction.query(`update scim_users set deleted_at = $2 where user_id = $1`, [userId, now]);
  }

  /** The teams that the groups had put them into. */
  async leaveGroups(userId: string, now: Date): Promise<readonly string[]> {
    const rows = await this.transaction.query<{ team_id: string | null }>(
      `with gone as (delete from scim_group_members where user_id = $1 returning group_id)
       update scim_groups g set version = version + 1, changed_at = $2 from gone where g.id = gone.group_id
       returning g.team_id`,
      [userId, now],
    );
    return rows.flatMap(({ team_id }) => team_id ?? []);
  }

  private async keep(userId: string, given: UserAttributes, now: Date): Promise<void> {
    await this.transaction
      .query(
        `insert into scim_users (user_id, user_name, external_id, given_name, family_name, changed_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (user_id) do update set user_name = excluded.user_name, external_id = excluded.external_id,
           given_name = excluded.given_name, family_name = excluded.family_name, changed_at = excluded.changed_at,
           deleted_at = null`,
        [
          userId,
          given.userName,
          given.externalId ?? null,
          given.givenName ?? null,
          given.familyName ?? null,
          now,
        ],
      )
      .catch(refuseTaken);
  }

  private where(condition: string, values: readonly unknown[]): Promise<readonly ScimUserRow[]> {
    return this.transaction.query<ScimUserRow>(
      `select ${SCIM_USER_COLUMNS} from ${SCIM_USERS} where ${condition}`,
      values,
    );
  }
}

function refuseTaken(error: unknown): never {
  if (sqlStateOf(error) !== UNIQUE_VIOLATION) throw error;
  throw new ScimTaken('Somebody has this userName or e-mail address already');
}
