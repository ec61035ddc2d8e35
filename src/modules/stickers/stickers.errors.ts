import { DomainError } from '../../platform/errors/domain-error.js';

export class StickerUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'STICKER_UNKNOWN';
}
