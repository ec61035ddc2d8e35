import type { PipeTransform } from '@nestjs/common';
import { unstorablePlace } from '../../platform/database/storable.js';
import { UNREADABLE } from './scim.door.js';
import { ScimRefused } from './scim.errors.js';

/** What may be read at all; each resource reads the rest. */
export class ScimBody implements PipeTransform<unknown, unknown> {
  /** @throws ScimRefused */
  transform(body: unknown): unknown {
    if (body === UNREADABLE) throw new ScimRefused('invalidSyntax', 'This is no JSON');
    if (unstorablePlace(body))
      throw new ScimRefused('invalidValue', 'There is a text in it that cannot be kept');
    return body;
  }
}
