import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail } from '../../platform/auth/audit-trail.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Letters } from '../notifications/index.js';
import { PeopleQueries, type UserView } from '../people/index.js';
import type * as dto from './access.dto.js';
import { SecondFactorSet, SignInRefused, TicketInvalid } from './access.errors.js';
import { Config } from '../../platform/config/config.js';
import { FactorChecks } from './factor-checks.js';
import { PasswordsOff } from './oidc.errors.js';
import { FailedSignIns } from './failed-sign-ins.service.js';
import { PasswordsService } from './passwords.service.js';
import { SecondFactorService } from './second-factor.service.js';
import { digestOf } from './secrets.js';
import { SessionsService } from './sessions.service.js';
import { SignInLimits } from './sign-in-limits.js';
import { SignInRulesService } from './sign-in-rules.service.js';
import { SignInTickets, type TicketPurpose } from './sign-in-tickets.js';
import { shownLogin } from './tried-login.rules.js';

type SignedIn = z.output<typeof dto.SignedIn>;
type SignInAnswer = z.output<typeof dto.SignInAnswer>;

/** From a password to a session, by way of a second factor where there is one or has to be one. */
@Injectable()
export class SignInService {
  constructor(
    private readonly audit: AuditTrail,
    private readonly people: PeopleQueries,
    private readonly passwords: PasswordsService,
    private readonly sessions: SessionsService,
    private readonly factors: SecondFactorService,
    private readonly checks: FactorChecks,
    private readonly rules: SignInRulesService,
    private readonly tickets: SignInTickets,
    private readonly limits: SignInLimits,
    private readonly failures: FailedSignIns,
    private readonly letters: Letters,
    private readonly config: Config,
  ) {}

  options(): z.output<typeof dto.SignInOptions> {
    const { issuer, button, passwords } = this.config.settings.oidc;
    return {
      resetByMail: this.letters.areBrought,
      passwords,
      ...(issuer === '' ? {} : { singleSignOn: { button } }),
    };
  }

  signIn(input: z.output<typeof dto.SignInInput>, from: Caller): Promise<SignInAnswer> {
    return this.failures.noted(shownLogin(input.email), from, () =>
      this.limits.try(input.email.toLowerCase(), from.address, async () => {
        const user = await this.people.userByEmail(input.email);
        const matches = await this.passwords.matches(user?.userId, input.password);
        if (!user) throw new SignInRefused('ADDRESS_UNKNOWN');
        if (!matches) throw new SignInRefused('PASSWORD_WRONG', user.userId);
        if (user.disabled) throw new SignInRefused('USER_DISABLED', user.userId);
        const answer = await this.admit(user, from);
        if (answer.next !== undefined) this.audit.note({ action: `sign-in.${answer.next}-asked` });
        return answer;
      }),
    );
  }

  /**
   * Somebody has shown what they know: a session, or a ticket to show what they have.
   * @throws PasswordsOff
   */
  async admit(user: UserView, from: Caller): Promise<SignInAnswer> {
    // Never the administrators: on the day on which the provider is down they are all there is.
    if (this.config.settings.oidc.passwords === 'admins' && user.role !== 'admin')
      throw new PasswordsOff('Only administrators sign in by a password here: use single sign-on');
    const next = await this.nextOf(user);
    if (next === undefined) return this.sessions.open(user, from);
    const { ticket, expiresAt } = await this.tickets.make(user.userId, next);
    this.audit.note(noteOf(user));
    return { next, ticket, expiresAt: expiresAt.toISOString() };
  }

  /** @throws TicketInvalid, SecondFactorWrong, TooManyTries */
  confirm(input: z.output<typeof dto.TicketCodeInput>, from: Caller): Promise<SignedIn> {
    return this.withTicket(input.ticket, 'code', from, async (user) => {
      const by = await this.checks.check(user, input.code);
      await this.tickets.use(input.ticket, 'code');
      this.audit.note({ after: { by } });
      return this.sessions.open(user, from);
    });
  }

  startFactor(
    { ticket }: z.output<typeof dto.TicketInput>,
    from: Caller,
  ): Promise<z.output<typeof dto.FactorSecret>> {
    return this.withTicket(ticket, 'enrol', from, (user) => {
      this.audit.note(noteOf(user));
      return this.factors.begin(user);
    });
  }

  confirmFactor(
    input: z.output<typeof dto.TicketCodeInput>,
    from: Caller,
  ): Promise<z.output<typeof dto.EnrolledAtSignIn>> {
    return this.withTicket(input.ticket, 'enrol', from, async (user) => {
      await this.tickets.use(input.ticket, 'enrol');
      const { recoveryCodes } = await this.factors.prove(user, input.code);
      return { recoveryCodes, ...(await this.sessions.open(user, from)) };
    });
  }

  private async nextOf(user: UserView): Promise<TicketPurpose | undefined> {
    if (await this.checks.isSet(user.userId)) return 'code';
    return (await this.rules.isFactorRequired(user.role)) ? 'enrol' : undefined;
  }

  /** The same limits as for passwords, by account and by address. */
  private async withTicket<T>(
    ticket: string,
    purpose: TicketPurpose,
    from: Caller,
    work: (user: UserView) => Promise<T>,
  ): Promise<T> {
    const userId = await this.tickets.ownerOf(ticket, purpose);
    // A ticket that nobody holds is counted by itself: guesses of strangers keep nobody out.
    const account =
      userId === undefined ? `ticket ${digestOf(ticket).toString('base64url')}` : `code ${userId}`;
    return this.failures.noted('second step of a sign-in', from, () =>
      this.limits.try(account, from.address, async () => {
        const user = userId === undefined ? undefined : await this.people.user(userId);
        if (!user || user.disabled)
          throw new TicketInvalid('Sign in again: this took too long, or was done already');
        if (purpose === 'enrol' && (await this.checks.isSet(user.userId)))
          throw new SecondFactorSet('A second factor was set up meanwhile: sign in again', {
            userId: user.userId,
          });
        return work(user);
      }),
    );
  }
}

const noteOf = ({ userId, name }: UserView) => ({
  targetId: userId,
  targetName: name,
  actor: { userId, name },
});
