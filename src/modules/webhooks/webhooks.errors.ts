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
export class HandshakeUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'HANDSHAKE_UNKNOWN';
}
export class HeartbeatUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'HEARTBEAT_UNKNOWN';
}
/** Senders name heartbeats: two of one name could not be told apart. */
export class HeartbeatNameInUse extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'HEARTBEAT_NAME_IN_USE';
}
export class SourceUnknown extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'SOURCE_UNKNOWN';
}
/** Neither a delivery nor a body, or nothing that has alerts. */
export class NothingToRead extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'NOTHING_TO_READ';
}
/** What was forged, what is not whole and what is switched off opens no alert the second time either. */
export class DeliveryNotReplayable extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'DELIVERY_NOT_REPLAYABLE';
}
/** Another rule decides an example than the one that it was written for. */
export class ExampleFailed extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'EXAMPLE_FAILED';
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
