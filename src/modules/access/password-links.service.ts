import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Letters } from '../notifications/index.js';
import { PeopleQueries, UserDisabled, UserIsService } from '../people/index.js';
import type * as dto from './access.dto.js';
import { PasswordLinkInvalid, PasswordSet } from './access.errors.js';
import { FailedSignIns } from './failed-sign-ins.service.js';
import { PasswordsService } from './passwords.service.js';
import { digestOf, newSecret, PASSWORD_LINK_PREFIX } from './secrets.js';
import { SessionsService } from './sessions.service.js';
import { SignInLimits } from './sign-in-limits.js';
import { SignInService } from './sign-in.service.js';

const HOUR_MS = 60 * 60 * 1000;
/** What a link may do: set the first password, or take the place of one that is there. */
export type LinkPurpose = 'first' | 'by-admin' | 'by-mail';
export const LINK_LIVES_MS: Readonly<Record<LinkPurpose, number>> = {
  first: 72 * HOUR_MS,
  'by-admin': 24 * HOUR_MS,
  'by-mail': HOUR_MS / 2,
};
/** Whoever asks again and again shall not end the link that is being opened. */
const PAUSE_MS = 2 * 60_000;

type SignInAnswer = z.output<typeof dto.SignInAnswer>;

/** How somebody gets in who has no password yet, or has forgotten it: nobody else has ever to know it. */
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
    private readonly signIns: SignInService,
    private readonly letters: Letters,
    private readonly limits: SignInLimits,
    private readonly failures: FailedSignIns,
  ) {}

  /** @throws UserUnknown, UserDisabled, PasswordSet where a password is there and nobody said that it shall go */
  create({
    userId,
    reset: isReset,
  }: z.output<typeof dto.PasswordLinkFor>): Promise<z.output<typeof dto.PasswordLink>> {
    return this.transaction.run(async () => {
      const user = await this.people.user(userId);
      if (user.kind === 'service') throw new UserIsService('A service account has no password', { userId });
      if (user.disabled) throw new UserDisabled('This user is disabled', { userId });
      const isSet = await this.passwords.isSet(userId);
      if (isSet && !isReset) throw new PasswordSet('This user has a password already', { userId });
      const now = this.clock.now();
      const made = await this.make(userId, isSet ? 'by-admin' : 'first', now);
      if (!made) throw new Error('A link of an admin was not made');
      const expiresAt = made.expiresAt.toISOString();
      this.audit.note({ targetId: userId, targetName: user.name, after: { expiresAt, reset: isSet } });
      if (isSet)
        await this.letters.send({ about: 'password-link-made', to: user, link: this.config.publicUrl }, now);
      return { url: made.url, expiresAt, reset: isSet };
    });
  }

  /** The older one ends. Undefined: one was sent a moment ago. Joins the transaction that runs. */
  async make(
    userId: string,
    purpose: LinkPurpose,
    now: Date,
  ): Promise<{ readonly url: string; readonly expiresAt: Date } | undefined> {
    const expiresAt = new Date(now.getTime() + LINK_LIVES_MS[purpose]);
    const token = newSecret(PASSWORD_LINK_PREFIX);
    const made = await this.transaction.query(
      `insert into password_links (user_id, token_hash, made_at, expires_at, purpose) values ($1, $2, $3, $4, $5)
       on conflict (user_id) do update set token_hash = excluded.token_hash, made_at = excluded.made_at,
         expires_at = excluded.expires_at, purpose = excluded.purpose, used_at = null
       where excluded.purpose <> 'by-mail' or password_links.used_at is not null
         or password_links.expires_at <= $3 or (password_links.purpose = 'by-mail' and password_links.made_at <= $6)
       returning user_id`,
      [userId, digestOf(token), now, expiresAt, purpose, new Date(now.getTime() - PAUSE_MS)],
    );
    if (made.length === 0) return undefined;
    // Behind a # it is not sent to servers, so that no log of theirs holds it.
    const page = purpose === 'first' ? 'first-password' : 'reset-password';
    return { url: `${this.config.publicUrl}/${page}#${token}`, expiresAt };
  }

  /** @throws PasswordLinkInvalid, TooManyTries */
  use(input: z.output<typeof dto.PasswordLinkInput>, from: Caller): Promise<SignInAnswer> {
    const digest = digestOf(input.token);
    // Of its own account, so that guesses of strangers do not keep the owner of a link out.
    return this.failures.noted('one-time link', from, () =>
      this.limits.try(`link ${digest.toString('base64url')}`, from.address, () =>
        this.transaction.run(() => this.take(digest, input.password, from)),
      ),
    );
  }

  private async take(digest: Buffer, password: string, from: Caller): Promise<SignInAnswer> {
    const now = this.clock.now();
    const [link] = await this.transaction.query<{ user_id: string; purpose: LinkPurpose }>(
      `update password_links l set used_at = $2
       from users u
       where l.token_hash = $1 and l.used_at is null and l.expires_at > $2
         and u.id = l.user_id and u.disabled_at is null
         and (l.purpose <> 'first' or not exists (select from local_accounts a where a.user_id = l.user_id))
       returning l.user_id, l.purpose`,
      [digest, now],
    );
    if (!link) throw new PasswordLinkInvalid('This link is not valid, or not any more');
    const user = await this.people.user(link.user_id);
    await this.passwords.set(link.user_id, password);
    const isFirst = link.purpose === 'first';
    this.audit.note({ before: { hasPassword: !isFirst }, after: { hasPassword: true } });
    if (!isFirst) {
      await this.sessions.endAll(link.user_id, now);
      await this.letters.send({ about: 'password-changed', to: user, link: this.config.publicUrl }, now);
    }
    return this.signIns.admit(user, from);
  }
}
