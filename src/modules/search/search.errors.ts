import { DomainError } from '../../platform/errors/domain-error.js';

/** A filter says what it cannot mean; `details` hold where it stands in what was typed, and what is wrong with it. */
export class SearchInvalid extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'SEARCH_INVALID';
}

export class SimilarAlertUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'ALERT_UNKNOWN';
}
