import { OneTimeSecretInvalid } from '../../platform/auth/one-time-secrets.js';
import { DomainError } from '../../platform/errors/domain-error.js';

export class DeviceUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'DEVICE_UNKNOWN';
}
/** Never made, used, too old, or of somebody who has signed out since: one answer for all of them. */
export class DeviceCodeInvalid extends OneTimeSecretInvalid {
  readonly code = 'DEVICE_CODE_INVALID';
}
export class DeviceCodeUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'DEVICE_CODE_UNKNOWN';
}
