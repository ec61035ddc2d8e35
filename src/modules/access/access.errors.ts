import { DomainError } from '../../platform/errors/domain-error.js';

/** One answer for a wrong password, an unknown address and a disabled user, so that none can be told from another. */
export class SignInRefused extends DomainError {
  readonly kind = 'unauthenticated';
  readonly code = 'SIGN_IN_REFUSED';

  /** For the audit log; whoever asked is told neither. */
  constructor(
    readonly reason: 'ADDRESS_UNKNOWN' | 'PASSWORD_WRONG' | 'USER_DISABLED',
    readonly userId?: string,
  ) {
    super('The e-mail address and the password do not belong together');
  }
}
export class PasswordWrong extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'PASSWORD_WRONG';
}
export class TooManyTries extends DomainError {
  readonly kind = 'exhausted';
  readonly code = 'TOO_MANY_TRIES';
}
export class SessionUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'SESSION_UNKNOWN';
}
export class TokenUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'TOKEN_UNKNOWN';
}
/** The newer one is the one to rotate. */
export class TokenReplaced extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'TOKEN_REPLACED';
}
/** Tokens of people are made by themselves. */
export class NotAServiceAccount extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'SERVICE_ACCOUNT_UNKNOWN';
}
export class AdminLinkUsed extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'ADMIN_LINK_USED';
}
/** Never made, replaced, used, too old, or of somebody who may not sign in: one answer for all of them. */
export class PasswordLinkInvalid extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'PASSWORD_LINK_INVALID';
}
/** A link for them would be a way into somebody's account. */
export class PasswordSet extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'PASSWORD_SET';
}
/** API tokens are made and revoked by people who have signed in. */
export class SignInNeeded extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'SIGN_IN_NEEDED';
}
/** The password was right; the ticket that said so was used, is too old, or was never made. */
export class TicketInvalid extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'TICKET_INVALID';
}
/** A wrong code, one that was used, or no code at all. */
export class SecondFactorWrong extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'SECOND_FACTOR_WRONG';

  /** `userId` is for the audit log. */
  constructor(
    readonly userId: string,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super('That is not the code', details);
  }
}
export class SecondFactorSet extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'SECOND_FACTOR_SET';
}
export class SecondFactorMissing extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'SECOND_FACTOR_MISSING';
}
/** One's own is removed with a code, so that a session which somebody left open is not enough. */
export class SecondFactorOwn extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'SECOND_FACTOR_OWN';
}
/** Whoever asks others for one shows first that it works here. */
export class SecondFactorFirst extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'SECOND_FACTOR_FIRST';
}
