import { DomainError } from '../../platform/errors/domain-error.js';

export class TestRingTooSoon extends DomainError {
  readonly kind = 'exhausted';
  readonly code = 'TEST_RING_TOO_SOON';
}
/** A test never stands beside a ring that is meant. */
export class RingsAlready extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'RINGS_ALREADY';
}
export class NothingToTest extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'NOTHING_TO_TEST';
}
export class TestRingUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'TEST_RING_UNKNOWN';
}
