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
export class AdminLinkUsed extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'ADMIN_LINK_USED';
}
/** API tokens are made and revoked by people who have signed in. */
export class SignInNeeded extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'SIGN_IN_NEEDED';
}
