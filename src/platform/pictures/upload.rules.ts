/** Of what people upload, before anything decodes it: the name and the type that a browser says are not asked. */
export const UPLOAD_BYTES = 10 * 1024 * 1024;
/** A decoder takes four bytes for each: 40 million are 160 MB, and a photograph of today's telephones has 12 to 50. */
export const MOST_PIXELS = 40_000_000;
const LONGEST_SIDE = 12_000;

export type PictureKind = 'png' | 'jpeg' | 'gif' | 'webp';
export interface Measured {
  readonly kind: PictureKind;
  readonly width: number;
  readonly height: number;
}
/** Stable words: clients have texts for them. */
export type Refusal = 'too-large' | 'not-a-picture' | 'too-many-pixels';
export type Looked =
  { readonly ok: true; readonly picture: Measured } | { readonly ok: false; readonly why: Refusal };

/**
 * Says what the first bytes say. What else hides in the file (a page, an archive, a place on earth) does not outlive
 * the decoding and encoding that has to follow: only pixels come through.
 */
export function lookAtUpload(bytes: Uint8Array): Looked {
  if (bytes.length > UPLOAD_BYTES) return { ok: false, why: 'too-large' };
  const picture = measured(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (picture === undefined || picture.width === 0 || picture.height === 0)
    return { ok: false, why: 'not-a-picture' };
  const { width, height } = picture;
  const isBomb = width * height > MOST_PIXELS || Math.max(width, height) > LONGEST_SIDE;
  return isBomb ? { ok: false, why: 'too-many-pixels' } : { ok: true, picture };
}

function measured(view: DataView): Measured | undefined {
  if (starts(view, 0, '\x89PNG\r\n\x1a\n')) return png(view);
  if (starts(view, 0, '\xff\xd8\xff')) return jpeg(view);
  if (starts(view, 0, 'GIF87a') || starts(view, 0, 'GIF89a')) return gif(view);
  if (starts(view, 0, 'RIFF') && starts(view, 8, 'WEBP')) return webp(view);
  return undefined;
}

const holds = (view: DataView, end: number): boolean => view.byteLength >= end;

function starts(view: DataView, at: number, text: string): boolean {
  if (!holds(view, at + text.length)) return false;
  for (let i = 0; i < text.length; i++) if (view.getUint8(at + i) !== text.charCodeAt(i)) return false;
  return true;
}

/** The header is the first part, always of 13 bytes. */
function png(view: DataView): Measured | undefined {
  if (!holds(view, 33) || view.getUint32(8) !== 13 || !starts(view, 12, 'IHDR')) return undefined;
  return { kind: 'png', width: view.getUint32(16), height: view.getUint32(20) };
}

const FRAME = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
/** Stand alone, without a length. */
const BARE = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
const SCAN = 0xda;
const END = 0xd9;

/** From part to part until one says how large the frame is; each step goes forward, so it ends. */
function jpeg(view: DataView): Measured | undefined {
  let at = 2;
  while (holds(view, at + 4)) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === SCAN || marker === END) return undefined;
    if (marker === 0xff) at += 1;
    else if (BARE(marker)) at += 2;
    else if (FRAME(marker))
      return holds(view, at + 9)
        ? { kind: 'jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
        : undefined;
    else at += 2 + Math.max(2, view.getUint16(at + 2));
  }
  return undefined;
}

function gif(view: DataView): Measured | undefined {
  if (!holds(view, 13)) return undefined;
  return { kind: 'gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

function webp(view: DataView): Measured | undefined {
  if (!holds(view, 30)) return undefined;
  if (starts(view, 12, 'VP8X'))
    return { kind: 'webp', width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 };
  if (starts(view, 12, 'VP8L') && view.getUint8(20) === 0x2f) {
    const bits = view.getUint32(21, true);
    return { kind: 'webp', width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (starts(view, 12, 'VP8 ') && starts(view, 23, '\x9d\x01\x2a'))
    return {
      kind: 'webp',
      width: view.getUint16(26, true) & 0x3fff,
      height: view.getUint16(28, true) & 0x3fff,
    };
  return undefined;
}

const uint24 = (view: DataView, at: number): number =>
  view.getUint16(at, true) + view.getUint8(at + 2) * 0x1_0000;
