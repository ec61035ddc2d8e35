import { DomainError } from '../../platform/errors/domain-error.js';

/** No such instance, or nothing of ours that it could report about. */
export class CallbackUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'CALLBACK_UNKNOWN';
}
/** Whoever wrote it is not the provider. */
export class CallbackForged extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'CALLBACK_FORGED';
}
