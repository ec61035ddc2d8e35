import { DomainError } from '../../platform/errors/domain-error.js';

export class UserUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'USER_UNKNOWN';
}
export class TeamUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'TEAM_UNKNOWN';
}
export class ContactMethodUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'CONTACT_METHOD_UNKNOWN';
}
export class MemberUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'MEMBER_UNKNOWN';
}
export class EmailTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'EMAIL_TAKEN';
}
export class SlugTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'SLUG_TAKEN';
}
export class ContactMethodTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'CONTACT_METHOD_TAKEN';
}
export class UserDisabled extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'USER_DISABLED';
}
/** It is no person: it is not called, and does not sign in. */
export class UserIsService extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'USER_IS_SERVICE';
}
/** Nobody could manage the house any more. */
export class LastAdmin extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'ADMIN_LAST';
}
/** An escalation that runs out would ring nobody. */
export class LastResortEmpty extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'LAST_RESORT_EMPTY';
}
