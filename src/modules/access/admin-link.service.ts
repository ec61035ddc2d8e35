import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/caller.js';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import { PeopleQueries, UsersService } from '../people/index.js';
import type * as dto from './access.dto.js';
import { AdminLinkUsed } from './access.errors.js';
import { FailedSignIns } from './failed-sign-ins.service.js';
import { ADMIN_LINK_PREFIX, digestOf, newSecret } from './secrets.js';
import { SessionsService } from './sessions.service.js';
import { SignInLimits } from './sign-in-limits.js';

/** How the first admin gets in: a link that is printed when the house starts without one. */
@Injectable()
export class AdminLinkService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
    private readonly people: PeopleQueries,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly limits: SignInLimits,
    private readonly failures: FailedSignIns,
  ) {}

  /** The plain token, which is told once; an older link ends. Undefined where there is an admin. */
  ensure(): Promise<string | undefined> {
    return this.transaction.run(async () => {
      if ((await this.people.adminIds()).length > 0) return undefined;
      const token = newSecret(ADMIN_LINK_PREFIX);
      await this.transaction.query(
        `insert into admin_link (token_hash, made_at) values ($1, $2)
         on conflict (only_one) do update set token_hash = excluded.token_hash, made_at = excluded.made_at,
           used_at = null`,
        [digestOf(token), this.clock.now()],
      );
      return token;
    });
  }

  use(input: z.output<typeof dto.AdminLinkInput>, from: Caller): Promise<z.output<typeof dto.SignedIn>> {
    const tried = (): Promise<z.output<typeof dto.SignedIn>> =>
      this.transaction.run(async () => {
        const used = await this.transaction.query(
          `update admin_link set used_at = $2 where token_hash = $1 and used_at is null returning only_one`,
          [digestOf(input.token), this.clock.now()],
        );
        if (used.length === 0 || (await this.people.adminIds()).length > 0)
          throw new AdminLinkUsed('This link is not valid, or was used');
        const user = await this.users.create({
          name: input.name,
          email: input.email,
          password: input.password,
          role: 'admin',
          locale: 'en',
          timeZone: 'UTC',
        });
        const signedIn = await this.sessions.open(user, from);
        this.audit.note({ after: user });
        return signedIn;
      });
    return this.failures.noted('first admin', from, () => this.limits.try('admin link', from.address, tried));
  }
}
