import { DomainError } from '../../platform/errors/domain-error.js';

/** The words of RFC 7644, section 3.12. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue';

/** Asked for in a way that SCIM has a word for. */
export class ScimRefused extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'SCIM_REFUSED';

  constructor(
    readonly scimType: ScimType,
    message: string,
  ) {
    super(message, { scimType });
  }
}
export class ScimTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'SCIM_TAKEN';
}
export class ScimUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'SCIM_UNKNOWN';
}
export class DirectoryGroupUnknown extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'DIRECTORY_GROUP_UNKNOWN';
}
