import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import type { z } from 'zod';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Letters } from '../notifications/index.js';
import { PeopleQueries } from '../people/index.js';
import type * as dto from './access.dto.js';
import { TooManyTries } from './access.errors.js';
import { AuditService } from './audit.service.js';
import { LINK_LIVES_MS, PasswordLinksService } from './password-links.service.js';
import { PasswordsService } from './passwords.service.js';
import { type Limit, SignInLimits } from './sign-in-limits.js';

/** A whole office may stand behind one address; one mailbox has only one reader. */
const OF_ADDRESS: Limit = { burst: 20, perMinute: 2 };
const OF_LOGIN: Limit = { burst: 3, perMinute: 0.1 };

/**
 * "I forgot my password". Whether somebody is there shows neither in the answer nor in how long it takes: what has to
 * be looked up is looked up when the answer has left.
 */
@Injectable()
export class PasswordResetService implements BeforeApplicationShutdown {
  private readonly log = new Logger(PasswordResetService.name);
  private readonly working = new Set<Promise<void>>();

  constructor(
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly people: PeopleQueries,
    private readonly passwords: PasswordsService,
    private readonly links: PasswordLinksService,
    private readonly limits: SignInLimits,
    private readonly letters: Letters,
  ) {}

  /** @throws TooManyTries, for the address that asks: not for the one that is asked about */
  request({ email }: z.output<typeof dto.PasswordResetInput>, from: Caller): Record<string, never> {
    const waitMs = this.limits.spend(`reset from ${from.address}`, OF_ADDRESS);
    if (waitMs > 0)
      throw new TooManyTries('Too many requests; wait a little', {
        retryAfterSeconds: Math.ceil(waitMs / 1000),
      });
    // Whoever asks too often for one mailbox hears nothing of it: the mails of before are there.
    if (this.limits.spend(`reset of ${email.toLowerCase()}`, OF_LOGIN) > 0) return {};
    this.transaction.afterCommit(() => this.begin(email, from));
    return {};
  }

  /** Resolves when whatever was asked for has been done. */
  async settled(): Promise<void> {
    await Promise.all(this.working);
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.settled();
  }

  private begin(email: string, from: Caller): void {
    const work = this.transaction
      .run(() => this.write(email, from))
      .catch((error: unknown) => this.log.error({ err: error }, 'a password reset could not be sent'))
      .finally(() => this.working.delete(work));
    this.working.add(work);
  }

  private async write(email: string, from: Caller): Promise<void> {
    const user = await this.people.userByEmail(email);
    // Who signs in somewhere else only, or has never had a password, gets none by this door.
    if (!user || user.disabled || !(await this.passwords.isSet(user.userId))) return;
    if (!this.letters.areBrought) return;
    const now = this.clock.now();
    const made = await this.links.make(user.userId, 'by-mail', now);
    if (!made) return;
    await this.letters.send(
      { about: 'password-reset', to: user, link: made.url, livesMs: LINK_LIVES_MS['by-mail'] },
      now,
    );
    const { userId: targetId, name: targetName } = user;
    await this.audit.write('password-reset.requested', from, {
      targetId,
      targetName,
      after: { expiresAt: made.expiresAt.toISOString() },
    });
  }
}
