import { lookAtUpload } from '../../platform/pictures/upload.rules.js';
import { reencoded } from '../../platform/pictures/reencode.js';
import { cleanName, withExtension } from './file-name.rules.js';
import type { FileType } from './files.dto.js';
import { FileEmpty, PictureRefused } from './files.errors.js';
import { tooLarge } from './upload-body.js';

export interface LookedAt {
  readonly bytes: Buffer;
  readonly name: string;
  readonly type: FileType;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/** By what is in it, never by its name: a picture becomes one of our own making, anything else is only kept. */
export async function lookedAt(bytes: Buffer, saidName: string): Promise<LookedAt> {
  const name = cleanName(saidName);
  if (bytes.length === 0) throw new FileEmpty('There is nothing in this file');
  const looked = lookAtUpload(bytes);
  if (!looked.ok) {
    if (looked.why === 'too-large') throw tooLarge();
    if (looked.why === 'too-many-pixels')
      throw new PictureRefused('This picture has too many pixels: make it smaller, 40 megapixels at most', {
        why: looked.why,
      });
    return { bytes, name, type: 'application/octet-stream' };
  }
  const made = await reencoded(bytes, looked.picture.kind);
  if (made === undefined)
    throw new PictureRefused('This picture is broken: save it again, or pack it to send it as it is', {
      why: 'broken',
    });
  const { type, extension, width, height } = made;
  return { bytes: made.bytes, name: withExtension(name, extension), type, width, height };
}
