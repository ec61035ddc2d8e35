import { DomainError } from '../../platform/errors/domain-error.js';

export class EscalationUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'ESCALATION_UNKNOWN';
}
export class CallUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'CALL_UNKNOWN';
}
export class RingUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'RING_UNKNOWN';
}
/** Details say who took it, and since when. */
export class EscalationOver extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'ESCALATION_OVER';
}
export class CallOver extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'CALL_OVER';
}
export class AskForOne extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'TARGET_AMBIGUOUS';
}
export class NobodyToCall extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'NOBODY_TO_CALL';
}
export class NotYours extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'NOT_YOURS';
}
