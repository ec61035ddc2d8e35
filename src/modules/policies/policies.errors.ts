import { DomainError } from '../../platform/errors/domain-error.js';

export class PolicyUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'POLICY_UNKNOWN';
}
/** A service or another policy would call by rules that are gone. */
export class PolicyInUse extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'POLICY_IN_USE';
}
/** A target is no user, team or schedule that exists. */
export class TargetUnknown extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'TARGET_UNKNOWN';
}
/** For some severity no step would ever ring. */
export class SeverityUncovered extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'SEVERITY_UNCOVERED';
}
export class LastResortItself extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'LAST_RESORT_ITSELF';
}
export class AskAboutOne extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'ASK_ABOUT_ONE';
}
