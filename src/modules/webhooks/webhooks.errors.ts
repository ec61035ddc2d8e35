import { DomainError } from '../../platform/errors/domain-error.js';

export class IntegrationUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'INTEGRATION_UNKNOWN';
}
/** Which one has it is told to nobody. */
export class KeyInUse extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'KEY_IN_USE';
}
export class DeliveryUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'DELIVERY_UNKNOWN';
}
export class SourceUnknown extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'SOURCE_UNKNOWN';
}
/** What the plugin says about its options, field by field. */
export class OptionsInvalid extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'OPTIONS_INVALID';
}
export class TargetUnknown extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'TARGET_UNKNOWN';
}
