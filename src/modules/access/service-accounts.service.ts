import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Authority } from '../../platform/auth/authority.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/new-id.js';
import { pageOf, pageValues } from '../../platform/database/paging.js';
import { Transaction } from '../../platform/database/transaction.js';
import { ChangedMeanwhile } from '../../platform/errors/changed-meanwhile.js';
import { EventLog } from '../../platform/events/event-log.js';
import {
  containing,
  PeopleQueries,
  USER_COLUMNS,
  type UserRow,
  type UserView,
  userViewOf,
} from '../people/index.js';
import type * as dto from './service-accounts.dto.js';
import { TokenOwners } from './token-owners.js';
import { TokensService } from './tokens.service.js';

/** Users that are no person: no password, no session, no device; a team or the organisation answers for them. */
@Injectable()
export class ServiceAccountsService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly authority: Authority,
    private readonly audit: AuditTrail,
    private readonly events: EventLog,
    private readonly people: PeopleQueries,
    private readonly owners: TokenOwners,
    private readonly tokens: TokensService,
  ) {}

  async list(
    input: z.output<typeof dto.ListServiceAccountsInput>,
  ): Promise<z.output<typeof dto.ServiceAccountPage>> {
    const [name, id] = pageValues(input.pageToken) ?? [];
    const rows = await this.transaction.query<UserRow>(
      `select ${USER_COLUMNS} from users
       where is_service and ($1::text is null or name ilike $1) and ($2::uuid is null or owner_team_id = $2)
         and ($3::text is null or (lower(name), id) > ($3, $4::uuid))
       order by lower(name), id limit $5`,
      [containing(input.query), input.ownerTeamId ?? null, name ?? null, id ?? null, input.pageSize + 1],
    );
    const page = pageOf(rows, input.pageSize, (row) => [row.name.toLowerCase(), row.id]);
    return {
      serviceAccounts: page.rows.map(userViewOf),
      ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
    };
  }

  create(input: z.output<typeof dto.CreateServiceAccountInput>, caller: Caller): Promise<UserView> {
    const now = this.clock.now();
    const { name, role, ownerTeamId } = input;
    return this.transaction.run(async () => {
      if (ownerTeamId !== undefined) await this.people.team(ownerTeamId);
      this.authority.require(caller, 'service-accounts.manage', ownerTeamId);
      this.owners.requireRole(role, caller);
      const { timeZone } = await this.people.organisation();
      const [row] = await this.transaction.query<UserRow>(
        `insert into users (id, name, is_service, owner_team_id, locale, time_zone, role, created_at)
         values ($1, $2, true, $3, 'en', $4, $5, $6) returning ${USER_COLUMNS}`,
        [newId(), name, ownerTeamId ?? null, timeZone, role, now],
      );
      if (!row) throw new Error('An insert gave no row back');
      const after = userViewOf(row);
      this.audit.note({ targetId: after.userId, targetName: name, after });
      await this.events.append([{ kind: 'user.created', at: now, userId: after.userId }]);
      return after;
    });
  }

  update(input: z.output<typeof dto.UpdateServiceAccountInput>, caller: Caller): Promise<UserView> {
    const now = this.clock.now();
    return this.transaction.run(async () => {
      await this.transaction.query('select id from users where id = $1 for update', [input.userId]);
      const before = await this.owners.accountOf(input.userId, caller);
      ChangedMeanwhile.unlessSame(input.version, before.version);
      this.owners.requireRole(input.role ?? 'member', caller);
      // Whoever may not make one may not bring one back either.
      if (input.disabled === false) this.owners.requireRole(before.role, caller);
      const disabled = input.disabled ?? before.disabled;
      const [row] = await this.transaction.query<UserRow>(
        `update users set name = $2, role = $3, version = version + 1,
           disabled_at = case when $4::boolean then coalesce(disabled_at, $5) end
         where id = $1 returning ${USER_COLUMNS}`,
        [before.userId, input.name ?? before.name, input.role ?? before.role, disabled, now],
      );
      if (!row) throw new Error('An update gave no row back');
      if (disabled) await this.tokens.revokeAllOf(before.userId, now);
      const after = userViewOf(row);
      this.audit.note({ targetId: after.userId, targetName: after.name, before, after });
      const teamIds = [...(await this.people.rolesOf(after.userId)).keys()];
      await this.events.append([{ kind: 'user.updated', at: now, userId: after.userId, teamIds }]);
      return after;
    });
  }
}
