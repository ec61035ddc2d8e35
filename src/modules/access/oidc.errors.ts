import { DomainError } from '../../platform/errors/domain-error.js';

/** Why somebody did not get in by the provider. The page for signing in has words for each. */
export type SsoFault =
  | 'SSO_OFF'
  | 'SSO_UNREACHABLE'
  | 'SSO_ELSEWHERE'
  | 'SSO_TOO_MANY'
  | 'SSO_FLOW_OVER'
  | 'SSO_REFUSED'
  | 'SSO_NOT_PROVED'
  | 'SSO_NOT_IN_GROUP'
  | 'SSO_GROUPS_MISSING'
  | 'SSO_EMAIL_MISSING'
  | 'SSO_EMAIL_NOT_VERIFIED'
  | 'SSO_EMAIL_TAKEN'
  | 'SSO_NO_USER'
  | 'SSO_USER_DISABLED';

export class SsoRefused extends DomainError {
  readonly kind = 'forbidden';

  /** What went wrong exactly is for the log and the audit log: whoever came may be trying. */
  constructor(
    readonly code: SsoFault,
    readonly why: string = code,
    readonly userId?: string,
  ) {
    super('The sign-in by the provider did not work', { why: code });
  }
}
/** The password was right; only administrators may use theirs. */
export class PasswordsOff extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'PASSWORDS_OFF';
}
