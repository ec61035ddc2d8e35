import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lookAtUpload, type PictureKind, UPLOAD_BYTES } from './upload.rules.js';

type Make = (width: number, height: number) => Buffer;
const text = (letters: string): Buffer => Buffer.from(letters, 'latin1');
const numbers = (...of: readonly number[]): Buffer => Buffer.from(of);
const big16 = (n: number): Buffer => numbers(n >> 8, n & 255);
const little16 = (n: number): Buffer => numbers(n & 255, n >> 8);
const big32 = (n: number): Buffer => {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(n);
  return four;
};
const little24 = (n: number): Buffer => numbers(n & 255, (n >> 8) & 255, n >> 16);
const riff = (part: string, rest: Buffer): Buffer =>
  Buffer.concat([text('RIFF\0\0\0\0WEBP'), text(part), Buffer.alloc(4), rest, Buffer.alloc(16)]);

const MAKERS: Readonly<Record<string, readonly [PictureKind, Make]>> = {
  PNG: [
    'png',
    (w, h) =>
      Buffer.concat([
        text('\x89PNG\r\n\x1a\n'),
        big32(13),
        text('IHDR'),
        big32(w),
        big32(h),
        Buffer.alloc(9),
      ]),
  ],
  'JPEG with a preview in front': [
    'jpeg',
    (w, h) =>
      Buffer.concat([
        text('\xff\xd8\xff\xe1'),
        big16(12),
        text('Exif\0\0\xff\xc0\x00\x11'),
        text('\xff\xff\xc4'),
        big16(4),
        numbers(0, 0),
        text('\xff\xc2'),
        big16(17),
        numbers(8),
        big16(h),
        big16(w),
      ]),
  ],
  GIF: ['gif', (w, h) => Buffer.concat([text('GIF89a'), little16(w), little16(h), Buffer.alloc(3)])],
  'WebP, lossy': [
    'webp',
    (w, h) => riff('VP8 ', Buffer.concat([numbers(0, 0, 0), text('\x9d\x01\x2a'), little16(w), little16(h)])),
  ],
  'WebP, lossless': [
    'webp',
    (w, h) => {
      const bits = Buffer.alloc(4);
      bits.writeUInt32LE(((w - 1) | ((h - 1) << 14)) >>> 0);
      return riff('VP8L', Buffer.concat([numbers(0x2f), bits]));
    },
  ],
  'WebP, extended': [
    'webp',
    (w, h) => riff('VP8X', Buffer.concat([Buffer.alloc(4), little24(w - 1), little24(h - 1)])),
  ],
};

const side = fc.integer({ min: 1, max: 6000 });

describe('an upload', () => {
  it.each(Object.entries(MAKERS))('is measured without being decoded: %s', (_, [kind, make]) => {
    fc.assert(
      fc.property(side, side, (width, height) => {
        expect(lookAtUpload(make(width, height))).toEqual({ ok: true, picture: { kind, width, height } });
      }),
    );
  });

  it.each(Object.entries(MAKERS))('is refused where it breaks off in the header: %s', (_, [, make]) => {
    const whole = make(300, 200);
    const measure = (bytes: Buffer): boolean => lookAtUpload(bytes).ok;
    const enough = Array.from({ length: whole.length + 1 }, (__, at) => measure(whole.subarray(0, at)));
    // Once there is enough of it there is, and never before the sizes were read.
    expect(enough.indexOf(true)).toBeGreaterThan(9);
    expect(enough.slice(enough.indexOf(true)).every(Boolean)).toBe(true);
  });

  it.each([
    ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['a page that calls itself a GIF', 'GIF89'],
    ['a document', '%PDF-1.7'],
    ['an archive', 'PK\x03\x04'],
    ['a bitmap', 'BM'],
    ['sound in the same box as WebP', 'RIFF\0\0\0\0WAVEVP8X'],
    ['nothing', ''],
  ])('is no picture when it is %s', (_, content) => {
    expect(lookAtUpload(text(content.padEnd(content === '' ? 0 : 64, ' ')))).toEqual({
      ok: false,
      why: 'not-a-picture',
    });
  });

  it('is a picture by its first bytes only: what stands behind is nobody’s concern here', () => {
    const [, png] = MAKERS['PNG'] ?? [];
    const both = Buffer.concat([png?.(9, 9) ?? Buffer.alloc(0), text('<script>alert(1)</script>PK\x03\x04')]);
    expect(lookAtUpload(both)).toMatchObject({ ok: true });
    expect(lookAtUpload(Buffer.concat([text('<script>'), both]))).toMatchObject({ ok: false });
  });

  it.each(Object.entries(MAKERS))(
    'that would fill the memory is refused by its header: %s',
    (name, [, make]) => {
      if (!name.startsWith('PNG') && !name.includes('extended')) {
        expect(lookAtUpload(make(8000, 8000))).toEqual({ ok: false, why: 'too-many-pixels' });
        return;
      }
      expect(lookAtUpload(make(16_000_000, 1))).toEqual({ ok: false, why: 'too-many-pixels' });
      expect(lookAtUpload(make(6400, 6251))).toEqual({ ok: false, why: 'too-many-pixels' });
      expect(lookAtUpload(make(6400, 6250))).toMatchObject({ ok: true });
      expect(lookAtUpload(make(12_001, 1))).toEqual({ ok: false, why: 'too-many-pixels' });
    },
  );

  it('of no extent is none', () => {
    const [, gif] = MAKERS['GIF'] ?? [];
    expect(lookAtUpload(gif?.(0, 5) ?? Buffer.alloc(0))).toEqual({ ok: false, why: 'not-a-picture' });
    expect(lookAtUpload(gif?.(5, 0) ?? Buffer.alloc(0))).toEqual({ ok: false, why: 'not-a-picture' });
  });

  it('has ten megabytes at most', () => {
    const [, png] = MAKERS['PNG'] ?? [];
    const head = png?.(9, 9) ?? Buffer.alloc(0);
    const padded = (bytes: number): Buffer => Buffer.concat([head, Buffer.alloc(bytes - head.length)]);
    expect(lookAtUpload(padded(UPLOAD_BYTES))).toMatchObject({ ok: true });
    expect(lookAtUpload(padded(UPLOAD_BYTES + 1))).toEqual({ ok: false, why: 'too-large' });
  });

  it('ends the reading whatever it holds', () => {
    const heads = ['', '\xff\xd8\xff', '\x89PNG\r\n\x1a\n', 'GIF89a', 'RIFF\0\0\0\0WEBPVP8X'].map(text);
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 300 }), (head, rest) => {
        expect(() => lookAtUpload(Buffer.concat([head, rest]))).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });
});
