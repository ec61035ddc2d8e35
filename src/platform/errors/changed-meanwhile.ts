import { DomainError } from './domain-error.js';

/** The version that was read is not the version that is there: read again, then decide again. */
export class ChangedMeanwhile extends DomainError {
  readonly kind = 'stale';
  readonly code = 'CHANGED_MEANWHILE';

  /** @throws ChangedMeanwhile */
  static unlessSame(given: number, current: number): void {
    if (given !== current) throw new ChangedMeanwhile('Somebody changed it meanwhile', { version: current });
  }
}
