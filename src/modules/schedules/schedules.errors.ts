import { DomainError } from '../../platform/errors/domain-error.js';

export class ScheduleUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'SCHEDULE_UNKNOWN';
}
export class OverrideUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'OVERRIDE_UNKNOWN';
}
/** Policies would call nobody where it stands. */
export class ScheduleInUse extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'SCHEDULE_IN_USE';
}
export class OverrideBackwards extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'OVERRIDE_BACKWARDS';
}
export class OverrideTooLong extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'OVERRIDE_TOO_LONG';
}
