import { DomainError } from '../../platform/errors/domain-error.js';

export class IncidentUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'INCIDENT_UNKNOWN';
}
/** From this status nobody gets to that one. */
export class IncidentStatusRefused extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'INCIDENT_STATUS_REFUSED';
}
export class LinkedAlertUnknown extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'LINKED_ALERT_UNKNOWN';
}
