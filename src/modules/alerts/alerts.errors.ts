import { DomainError } from '../../platform/errors/domain-error.js';

export class AlertUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'ALERT_UNKNOWN';
}
export class ServiceUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'SERVICE_UNKNOWN';
}
export class ServiceSlugTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'SERVICE_SLUG_TAKEN';
}
/** The policy belongs to another team. */
export class PolicyElsewhere extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'POLICY_ELSEWHERE';
}
/** Nobody would hear of it: neither team nor service is known, and there is no catch-all team. */
export class AlertUnrouted extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'ALERT_UNROUTED';
}
export class AlertUnnamed extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'ALERT_UNNAMED';
}
/** What a rule asks for is not there, or is no pattern. */
export class RuleInvalid extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'RULE_INVALID';
}

export class MaintenanceUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'MAINTENANCE_UNKNOWN';
}
/** An integration of another team, or of nobody: nothing that it sends comes to this one. */
export class IntegrationElsewhere extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'INTEGRATION_ELSEWHERE';
}
/** It ends before it begins, or has ended. */
export class MaintenanceOver extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'MAINTENANCE_OVER';
}
/** What was to be done about it is of no use any more. */
export class AlertOver extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'ALERT_OVER';
}
