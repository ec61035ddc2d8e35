import { DomainError } from '../../platform/errors/domain-error.js';

export class DeviceUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'DEVICE_UNKNOWN';
}
