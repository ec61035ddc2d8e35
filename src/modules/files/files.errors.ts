import { DomainError } from '../../platform/errors/domain-error.js';

export class FileUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'FILE_UNKNOWN';
}
export class FileTooLarge extends DomainError {
  readonly kind = 'too-large';
  readonly code = 'FILE_TOO_LARGE';
}
export class FileEmpty extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'FILE_EMPTY';
}
/** It begins as a picture and cannot be decoded, or would fill the memory. */
export class PictureRefused extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'PICTURE_REFUSED';
}
export class FilesQuotaReached extends DomainError {
  readonly kind = 'exhausted';
  readonly code = 'FILES_QUOTA_REACHED';
}
export class FilesStoreUnusable extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'FILES_STORE_UNUSABLE';
}
export class UploadsBusy extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'UPLOADS_BUSY';
}
export class UploadTypeUnknown extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'UPLOAD_TYPE_UNKNOWN';
}
