import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Authority, Forbidden } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/new-id.js';
import { pageOf, pageValues } from '../../platform/database/paging.js';
import { sqlStateOf, Transaction, UNIQUE_VIOLATION } from '../../platform/database/transaction.js';
import { ChangedMeanwhile } from '../../platform/errors/changed-meanwhile.js';
import { EventLog } from '../../platform/events/event-log.js';
import { Passwords } from './passwords.port.js';
import type * as dto from './people.dto.js';
import { EmailTaken, LastAdmin, LastResortEmpty, UserIsService, UserUnknown } from './people.errors.js';
import { PeopleQueries } from './people.queries.js';
import { USER_COLUMNS, type UserRow, userViewOf } from './people.rows.js';

@Injectable()
export class UsersService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly events: EventLog,
    private readonly people: PeopleQueries,
    private readonly passwords: Passwords,
  ) {}

  async list(input: z.output<typeof dto.ListUsersInput>): Promise<z.output<typeof dto.UserPage>> {
    const [name, id] = pageValues(input.pageToken, 'name') ?? [];
    const rows = await this.transaction.query<UserRow>(
      `select ${USER_COLUMNS} from users
       where ($1::text is null or name ilike $1 or email ilike $1)
         and ($2::text is null or (lower(name), id) > ($2, $3::uuid))
       order by lower(name), id limit $4`,
      [containing(input.query), name ?? null, id ?? null, input.pageSize + 1],
    );
    const page = pageOf(rows, input.pageSize, (row) => [row.name.toLowerCase(), row.id]);
    return {
      users: page.rows.map(userViewOf),
      ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
    };
  }

  async create(input: z.output<typeof dto.CreateUserInput>): Promise<dto.UserView> {
    const now = this.clock.now();
    const userId = newId();
    return this.transaction.run(async () => {
      const [row] = await this.transaction
        .query<UserRow>(
          `insert into users (id, name, email, locale, time_zone, role, created_at)
           values ($1, $2, $3, $4, $5, $6, $7) returning ${USER_COLUMNS}`,
          [userId, input.name, input.email.trim(), input.locale, input.timeZone, input.role, now],
        )
        .catch((error: unknown) => {
          if (sqlStateOf(error) !== UNIQUE_VIOLATION) throw error;
          throw new EmailTaken('Somebody has this e-mail address already', { field: 'email' });
        });
      if (!row) throw new Error('An insert gave no row back');
      if (input.password !== undefined) await this.passwords.set(userId, input.password);
      const after = userViewOf(row);
      this.audit.note({ targetId: userId, targetName: after.name, after });
      await this.events.append([{ kind: 'user.created', at: now, userId }]);
      return after;
    });
  }

  async update(input: z.output<typeof dto.UpdateUserInput>, caller: Caller): Promise<dto.UserView> {
    const now = this.clock.now();
    this.requireSelfOrAdmin(caller, input.userId);
    if ((input.role !== undefined || input.disabled !== undefined) && !this.managesUsers(caller))
      throw new Forbidden('Only an admin changes roles or disables users', { right: 'users.manage' });
    return this.transaction.run(async () => {
      const [held] = await this.transaction.query<UserRow>(
        `select ${USER_COLUMNS} from users where id = $1 for update`,
        [input.userId],
      );
      if (!held) throw new UserUnknown('There is no such user', { userId: input.userId });
      if (held.is_service)
        throw new UserIsService('A service account is changed where they are kept', { userId: held.id });
      ChangedMeanwhile.unlessSame(input.version, held.version);
      const disabled = input.disabled ?? held.disabled_at !== null;
      if (disabled) await this.requireLastResortWithout(held.id);
      const [row] = await this.transaction.query<UserRow>(
        `update users set name = $2, role = $3, locale = $4, time_zone = $5, disabled_at = $6, version = version + 1
         where id = $1 returning ${USER_COLUMNS}`,
        [
          held.id,
          input.name ?? held.name,
          input.role ?? held.role,
          input.locale ?? held.locale,
          input.timeZone ?? held.time_zone,
          disabled ? (held.disabled_at ?? now) : null,
        ],
      );
      if (!row) throw new Error('An update gave no row back');
      if (held.role === 'admin' && held.disabled_at === null) await this.requireSomeAdmin();
      const after = userViewOf(row);
      this.audit.note({ targetId: held.id, targetName: after.name, before: userViewOf(held), after });
      const teamIds = [...(await this.people.rolesOf(held.id)).keys()];
      await this.events.append([{ kind: 'user.updated', at: now, userId: held.id, teamIds }]);
      return after;
    });
  }

  /** Oneself, or anybody for an admin. */
  requireSelfOrAdmin(caller: Caller, userId: string): void {
    if (caller.userId !== userId) this.authority.require(caller, 'users.manage');
  }

  private managesUsers(caller: Caller): boolean {
    return this.authority.may(caller, 'users.manage');
  }

  /** After a change to an admin. @throws LastAdmin */
  async requireSomeAdmin(): Promise<void> {
    // Locked, so that two admins cannot take each other's role at the same moment.
    const admins = await this.transaction.query(
      `select id from users where role = 'admin' and disabled_at is null and not is_service order by id for update`,
    );
    if (admins.length === 0) throw new LastAdmin('Somebody must stay admin');
  }

  /** Before they are disabled. @throws LastResortEmpty */
  async requireLastResortWithout(userId: string): Promise<void> {
    const { lastResortUserIds } = await this.people.organisation();
    if (!lastResortUserIds.includes(userId)) return;
    const others = await this.people.usersByIds(lastResortUserIds.filter((id) => id !== userId));
    if (![...others.values()].some((user) => !user.disabled))
      throw new LastResortEmpty('Nobody else is on the last resort of the organisation', { userId });
  }
}

/** For `ilike`; what people type is text, not a pattern. */
export const containing = (query: string | undefined): string | null =>
  query ? `%${query.replace(/[\\%_]/g, '\\$&')}%` : null;
