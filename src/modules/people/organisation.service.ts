import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import { ChangedMeanwhile } from '../../platform/errors/changed-meanwhile.js';
import { EventLog } from '../../platform/events/event-log.js';
import type * as dto from './people.dto.js';
import { LastResortEmpty } from './people.errors.js';
import { PeopleQueries } from './people.queries.js';

@Injectable()
export class OrganisationService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
    private readonly events: EventLog,
    private readonly people: PeopleQueries,
  ) {}

  get(): Promise<dto.OrganisationView> {
    return this.people.organisation();
  }

  async update(input: z.output<typeof dto.UpdateOrganisationInput>): Promise<dto.OrganisationView> {
    const now = this.clock.now();
    return this.transaction.run(async () => {
      await this.transaction.query(`select version from organisation for update`);
      const before = await this.people.organisation();
      ChangedMeanwhile.unlessSame(input.version, before.version);
      if (input.catchAllTeamId !== undefined) await this.people.team(input.catchAllTeamId);
      if (input.lastResortUserIds !== undefined) await this.requireSomebody(input.lastResortUserIds);
      await this.transaction.query(
        `update organisation set name = $1, catch_all_team_id = $2, last_resort_user_ids = $3, time_zone = $4,
           version = version + 1`,
        [
          input.name ?? before.name,
          input.catchAllTeamId ?? before.catchAllTeamId ?? null,
          [...new Set(input.lastResortUserIds ?? before.lastResortUserIds)],
          input.timeZone ?? before.timeZone,
        ],
      );
      const after = await this.people.organisation();
      this.audit.note({ targetName: after.name, before, after });
      await this.events.append([{ kind: 'organisation.updated', at: now }]);
      return after;
    });
  }

  private async requireSomebody(userIds: readonly string[]): Promise<void> {
    const users = await this.people.requirePeople(userIds);
    if (![...users.values()].some((user) => !user.disabled))
      throw new LastResortEmpty('Everybody on this last resort is disabled');
  }
}
