import sharp from 'sharp';
import { MOST_PIXELS, type PictureKind } from './upload.rules.js';

/** Four bytes a pixel in a row of pictures that move: all of them together count. */
const LONGEST_SIDE = 4096;
const PATIENCE_SECONDS = 20;

// Only what people upload as pictures is ever decoded, whatever a file says that it is.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
  ],
});
// People's phones ring on the same processors.
sharp.concurrency(1);
sharp.cache(false);

export interface Reencoded {
  readonly bytes: Buffer;
  readonly type: 'image/jpeg' | 'image/png' | 'image/webp';
  readonly extension: 'jpg' | 'png' | 'webp';
  readonly width: number;
  readonly height: number;
}

/**
 * Only pixels come through: turned as the camera was held, without the place where it was, and without whatever was
 * hidden in front, between or behind. Undefined: it cannot be decoded.
 */
export async function reencoded(bytes: Buffer, kind: PictureKind): Promise<Reencoded | undefined> {
  const moves = kind === 'gif' || kind === 'webp';
  try {
    const read = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', animated: moves })
      .timeout({ seconds: PATIENCE_SECONDS })
      .autoOrient()
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true });
    const written =
      kind === 'jpeg' ? read.jpeg({ quality: 88 }) : kind === 'png' ? read.png() : read.webp({ quality: 88 });
    const { data, info } = await written.toBuffer({ resolveWithObject: true });
    return { bytes: data, ...FORMS[kind], width: info.width, height: info.pageHeight ?? info.height };
  } catch {
    return undefined;
  }
}

const WEBP = { type: 'image/webp', extension: 'webp' } as const;
const FORMS = {
  jpeg: { type: 'image/jpeg', extension: 'jpg' },
  png: { type: 'image/png', extension: 'png' },
  gif: WEBP,
  webp: WEBP,
} as const;
