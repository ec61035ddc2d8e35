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
/** Details say when the next one may be sent. */
export class CodeTooSoon extends DomainError {
  readonly kind = 'exhausted';
  readonly code = 'CODE_TOO_SOON';
}
export class CodeWrong extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'CODE_WRONG';
}
export class NothingCanVerify extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'NOTHING_CAN_VERIFY';
}
/** Removed, or of another team. */
export class TeamChannelUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'TEAM_CHANNEL_UNKNOWN';
}
