import { DomainError } from '../errors/domain-error.js';
import type { Caller } from './caller.js';

/** What somebody unknown brings was never made, was used, or is too old: one answer for all of them. */
export abstract class OneTimeSecretInvalid extends DomainError {
  readonly kind = 'not-found';
}

/** Where somebody unknown brings a secret: guesses are limited, and those that fail are written down. Implemented by `access`. */
export abstract class OneTimeSecrets {
  /** `what` is for the audit log. @throws TooManyTries, and whatever `attempt` throws */
  abstract tried<T>(what: string, digest: Buffer, from: Caller, attempt: () => Promise<T>): Promise<T>;
}
