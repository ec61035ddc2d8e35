import { DomainError } from '../../platform/errors/domain-error.js';

export class IntegrationUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'INTEGRATION_UNKNOWN';
}
export class DeliveryUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'DELIVERY_UNKNOWN';
}
export class HandshakeUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'HANDSHAKE_UNKNOWN';
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
