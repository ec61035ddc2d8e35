import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Transaction } from '../../platform/database/transaction.js';
import { PeopleQueries, UserDisabled, UserIsService } from '../people/index.js';
import type * as dto from './access.dto.js';
import { PasswordLinkInvalid, PasswordSet } from './access.errors.js';
import { FailedSignIns } from './failed-sign-ins.service.js';
import { PasswordsService } from './passwords.service.js';
import { digestOf, newSecret, PASSWORD_LINK_PREFIX } from './secrets.js';
import { SessionsService } from './sessions.service.js';
import { SignInLimits } from './sign-in-limits.js';

const VALID_MS = 72 * 60 * 60 * 1000;

type SignedIn = z.output<typeof dto.SignedIn>;

/** How somebody gets in whom an admin has added without a password: nobody else has ever to know it. */
@Injectable()
export class PasswordLinksService {
  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly audit: AuditTrail,
    private readonly people: PeopleQueries,
    private readonly passwords: PasswordsService,
    private readonly sessions: SessionsService,
    private readonly limits: SignInLimits,
    private readonly failures: FailedSignIns,
  ) {}

  /** @throws UserUnknown, UserDisabled, PasswordSet */
  create(userId: string): Promise<z.output<typeof dto.PasswordLink>> {
    return this.transaction.run(async () => {
      const user = await this.people.user(userId);
      if (user.kind === 'service') throw new UserIsService('A service account has no password', { userId });
      if (user.disabled) throw new UserDisabled('This user is disabled', { userId });
      if (await this.passwords.isSet(userId))
        throw new PasswordSet('This user has a password already', { userId });
      const now = this.clock.now();
      const expiresAt = new Date(now.getTime() + VALID_MS);
      const token = newSecret(PASSWORD_LINK_PREFIX);
      await this.transaction.query(
        `insert into password_links (user_id, token_hash, made_at, expires_at) values ($1, $2, $3, $4)
         on conflict (user_id) do update set token_hash = excluded.token_hash, made_at = excluded.made_at,
           expires_at = excluded.expires_at, used_at = null`,
        [userId, digestOf(token), now, expiresAt],
      );
      this.audit.note({
        targetId: userId,
        targetName: user.name,
        after: { expiresAt: expiresAt.toISOString() },
      });
      // Behind a # it is not sent to servers, so that no log of theirs holds it.
      return { url: `${this.config.publicUrl}/first-password#${token}`, expiresAt: expiresAt.toISOString() };
    });
  }

  /** @throws PasswordLinkInvalid, TooManyTries */
  use(input: z.output<typeof dto.PasswordLinkInput>, from: Caller): Promise<SignedIn> {
    const digest = digestOf(input.token);
    // Of its own account, so that guesses of strangers do not keep the owner of a link out.
    return this.failures.noted('one-time link', from, () =>
      this.limits.try(`link ${digest.toString('base64url')}`, from.address, () =>
        this.transaction.run(() => this.take(digest, input.password, from)),
      ),
    );
  }

  private async take(digest: Buffer, password: string, from: Caller): Promise<SignedIn> {
    const [link] = await this.transaction.query<{ user_id: string }>(
      `update password_links l set used_at = $2
       from users u
       where l.token_hash = $1 and l.used_at is null and l.expires_at > $2
         and u.id = l.user_id and u.disabled_at is null
         and not exists (select from local_accounts a where a.user_id = l.user_id)
       returning l.user_id`,
      [digest, this.clock.now()],
    );
    if (!link) throw new PasswordLinkInvalid('This link is not valid, or not any more');
    await this.passwords.set(link.user_id, password);
    return this.sessions.open(await this.people.user(link.user_id), from);
  }
}
