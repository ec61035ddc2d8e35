import { DomainError } from '../../platform/errors/domain-error.js';

/** Nobody of this name is watched here. */
export class WatchedUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'WATCHED_UNKNOWN';
}
/** Whoever wrote it does not know the secret. */
export class HeartbeatForged extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'HEARTBEAT_FORGED';
}
/** Signed more than five minutes ago, or ahead: one of the two clocks is wrong, or somebody kept it. */
export class HeartbeatUntimely extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'HEARTBEAT_UNTIMELY';
}
/** It was heard before, or is older than one that was. */
export class HeartbeatRepeated extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'HEARTBEAT_REPEATED';
}
